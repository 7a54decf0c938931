import Testing

@testable import DriftCore

@Suite struct ProjectListTests {
    @Test(arguments: [
        (#"[{"id":"1","name":"p"}]"#, "1"),
        (#"[{"id":"1"}]"#, "1"),
        (#"[null,7,{"name":"other","id":"2"},{"id":"1","name":"p"},{"id":null,"name":"p"}]"#, "1"),
        (#"[{"id":"1","name":"p"},{"id":"a b\r\nX-Evil: 1","name":"p"}]"#, "1"),
        ("[]", "the account has none of that name"),
        (#"[{"id":"1","name":"q"}]"#, "the account has none of that name"),
        (#"[{"id":7,"name":"p"}]"#, "the project of that name has the id 7, which cannot be sent"),
        (#"[{"name":"p"}]"#, "the project of that name has no id"),
        (#"[{"id":"1","name":"p"},{"id":"2","name":"p"}]"#, "the account has 2 of that name"),
    ])
    func `the only usable project of a name is taken`(list: String, expected: String) throws {
        let list = try #require(try JSONValue(parsing: Array(list.utf8)).array)
        switch ProjectList(list).id(of: "p") {
        case .success(let id): #expect(id == expected)
        case .failure(let fault): #expect(fault.clause == expected)
        }
    }
}
