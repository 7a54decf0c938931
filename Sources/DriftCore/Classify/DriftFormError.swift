/// Why a JSON value is no drift: a member of the form is missing, or is not what it has to be.
package struct DriftFormError: Error, Hashable {
    /// The member's place in the value.
    package let pointer: Pointer
    /// What has to be there, such as `a text`.
    package let expected: String

    /// Takes the parts as they are.
    package init(pointer: Pointer, expected: String) {
        self.pointer = pointer
        self.expected = expected
    }
}

extension DriftFormError: CustomStringConvertible {
    package var description: String {
        "'\(pointer)' must be \(expected)"
    }
}
