/// The answer to "is every instance of one schema an instance of the other?".
package enum Verdict: Hashable, Sendable {
    case compatible(reason: String?)
    case breaking(Witness)
    case unknown(reason: String)
}

/// An instance that one schema accepts and the other refuses, checked under both.
package struct Witness: Hashable, Sendable {
    package var instance: JSONValue
    /// Where in the instance, and by which keyword at which place of the schema it is refused.
    package var instancePointer: Pointer
    package var schemaPointer: Pointer
    /// One sentence for a person.
    package var sentence: String

    package init(instance: JSONValue, instancePointer: Pointer, schemaPointer: Pointer, sentence: String) {
        self.instance = instance
        self.instancePointer = instancePointer
        self.schemaPointer = schemaPointer
        self.sentence = sentence
    }
}

/// Something wrong with a document itself, such as `"type": "String"`.
package struct Finding: Hashable, Sendable {
    package enum Side: String, Hashable, Sendable, CaseIterable { case old, new }
    package var side: Side
    package var pointer: Pointer
    package var message: String

    package init(side: Side, pointer: Pointer, message: String) {
        self.side = side
        self.pointer = pointer
        self.message = message
    }
}
