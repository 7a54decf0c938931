/// The answer to "is every instance of one schema an instance of the other?".
package enum Verdict: Hashable, Sendable {
    case compatible(reason: String?)
    case breaking(Witness)
    case unknown(reason: String)
}

/// An instance that one schema accepts and the other refuses, checked under both.
package struct Witness: Hashable, Sendable {
    /// The whole instance.
    package var instance: JSONValue
    /// Where in the instance, and by which keyword at which place of the schema it is refused.
    package var instancePointer: Pointer
    /// The keyword's place in the schema that refuses.
    package var schemaPointer: Pointer
    /// One sentence for a person.
    package var sentence: String

    /// Takes the parts as they are; only a judge knows that both validators agree.
    package init(instance: JSONValue, instancePointer: Pointer, schemaPointer: Pointer, sentence: String) {
        self.instance = instance
        self.instancePointer = instancePointer
        self.schemaPointer = schemaPointer
        self.sentence = sentence
    }
}

/// Something wrong with a document itself, such as `"type": "String"`.
package struct Finding: Hashable, Sendable {
    /// Which of two compared documents.
    package enum Side: String, Hashable, Sendable, CaseIterable { case old, new }
    /// The document it is about.
    package var side: Side
    /// Where in that document.
    package var pointer: Pointer
    /// One sentence without the place.
    package var message: String

    /// Takes the parts as they are.
    package init(side: Side, pointer: Pointer, message: String) {
        self.side = side
        self.pointer = pointer
        self.message = message
    }
}
