/// Whom the step from one schema to another breaks: both directions, each with its proof.
struct Judgement: Hashable, Sendable {
    /// Whether every instance valid under OLD is valid under NEW: old writers keep working.
    var backward: Verdict
    /// Whether every instance valid under NEW is valid under OLD: old readers keep working.
    var forward: Verdict
    /// What is wrong with the documents themselves.
    var findings: [Finding]
    /// The work that it took.
    var steps: Int

    init(backward: Verdict, forward: Verdict, findings: [Finding] = [], steps: Int = 0) {
        self.backward = backward
        self.forward = forward
        self.findings = findings
        self.steps = steps
    }
}

/// Decides whether the instances of one schema are instances of another.
///
/// `compatible` rests on a proof that no counterexample exists, `breaking` on a counterexample that the validator has
/// confirmed under both schemas; everything else is `unknown`. The same pair always gets the same answer.
enum Compatibility {
    struct Options: Hashable, Sendable {
        /// `format` refuses instead of describing; formats are then predicates that are only equal to themselves.
        var assertsFormats = false
        /// The work that may be done for each direction.
        var steps = 350_000

        init() {}
    }

    static func judge(
        old: JSONValue, new: JSONValue, dialect: Dialect, options: Options = Options()
    ) -> Judgement {
        DeepStack.run {
            judge(
                old: Schema(old, dialect: dialect), oldPointer: .root, new: Schema(new, dialect: dialect),
                newPointer: .root, options: options)
        }
    }

    /// The same for two subschemas, with references resolved in the documents around them.
    static func judge(
        old: Schema, oldPointer: Pointer, new: Schema, newPointer: Pointer, options: Options = Options()
    ) -> Judgement {
        DeepStack.run {
            SchemaPair(old: old, oldPointer: oldPointer, new: new, newPointer: newPointer, options: options)
                .judgement()
        }
    }
}
