import Testing

@testable import DriftCore

@Test func `the version is semantic`() { #expect(Product.version.split(separator: ".").count == 3) }
