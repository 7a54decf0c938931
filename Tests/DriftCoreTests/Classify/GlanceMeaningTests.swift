import Testing

@testable import DriftCore
@testable import DriftSchema

/// What every step between the schemas of consecutive image service releases means, as their history is known.
@Suite struct GlanceMeaningTests {
    /// Schema, last release before, first release after; whether old writers (`backward`) and old readers (`forward`) keep
    /// working; the impact for the role that the schema has by default; the kinds that are not cosmetic.
    private static let steps = """
        image 2012.2.4 2013.1 yes yes compatible property-added*3
        image 2013.1.5 2013.2 no no breaking property-added*1 read-only-changed*9
        image 2013.2.4 2014.1 no no breaking enum-value-added*1 property-added*2
        image 2014.1.5 2014.2 yes yes semantic is-base-changed*6
        image 2014.2.4 2015.1.0 yes no breaking enum-value-added*2 type-widened*7
        image 2015.1.1 2015.1.2 yes no breaking type-widened*2
        image 2015.1.2 2015.1.3 yes no breaking enum-value-added*1
        image 11.0.2 12.0.0 yes no breaking enum-value-added*1 read-only-changed*10
        image 12.0.0 13.0.0 yes no breaking enum-value-added*1
        image 13.0.0 14.0.0 yes no breaking enum-value-added*3
        image 14.0.1 15.0.0 yes yes cosmetic
        image 16.0.0 16.0.1 yes no breaking enum-value-added*2
        image 16.0.1 17.0.0 no no breaking property-added*4
        image 17.0.1 18.0.0 no yes breaking property-added*2
        image 18.0.1 19.0.0 no no breaking enum-value-added*1 property-added*2 property-renamed*1
        images 2012.2.4 2013.1 yes yes compatible property-added*3
        images 2013.1.5 2013.2 no no breaking property-added*1 read-only-changed*9
        images 2013.2.4 2014.1 no no breaking enum-value-added*1 property-added*2
        images 2014.1.5 2014.2 yes yes semantic is-base-changed*6
        images 2014.2.4 2015.1.0 yes no breaking enum-value-added*2 type-widened*7
        images 2015.1.1 2015.1.2 yes no breaking type-widened*2
        images 2015.1.2 2015.1.3 yes no breaking enum-value-added*1
        images 11.0.2 12.0.0 yes no breaking enum-value-added*1 read-only-changed*10
        images 12.0.0 13.0.0 yes no breaking enum-value-added*1
        images 13.0.0 14.0.0 yes no breaking enum-value-added*3
        images 14.0.1 15.0.0 yes yes cosmetic
        images 16.0.0 16.0.1 yes no breaking enum-value-added*2
        images 16.0.1 17.0.0 no no breaking property-added*4
        images 17.0.1 18.0.0 no yes compatible property-added*2
        images 18.0.1 19.0.0 no no breaking enum-value-added*1 property-added*2 property-renamed*1
        bare/image 2013.1.5 2013.2 no no breaking property-added*1 read-only-changed*9
        bare/image 2013.2.4 2014.1 no no breaking enum-value-added*1 property-added*2
        bare/image 2014.2.4 2015.1.0 yes no breaking enum-value-added*2 type-widened*7
        bare/image 2015.1.2 2015.1.3 yes no breaking enum-value-added*1
        bare/image 11.0.2 12.0.0 yes no breaking enum-value-added*1 read-only-changed*10
        bare/image 12.0.0 13.0.0 yes no breaking enum-value-added*1
        bare/image 13.0.0 14.0.0 yes no breaking enum-value-added*3
        bare/image 16.0.0 16.0.1 yes no breaking enum-value-added*2
        bare/image 16.0.1 17.0.0 no no breaking property-added*4
        bare/image 17.0.1 18.0.0 no yes breaking property-added*1
        bare/image 18.0.1 19.0.0 yes no breaking enum-value-added*1 property-renamed*1
        bare/images 2013.1.5 2013.2 no no breaking property-added*1 read-only-changed*9
        bare/images 2013.2.4 2014.1 no no breaking enum-value-added*1 property-added*2
        bare/images 2014.2.4 2015.1.0 yes no breaking enum-value-added*2 type-widened*7
        bare/images 2015.1.2 2015.1.3 yes no breaking enum-value-added*1
        bare/images 11.0.2 12.0.0 yes no breaking enum-value-added*1 read-only-changed*10
        bare/images 12.0.0 13.0.0 yes no breaking enum-value-added*1
        bare/images 13.0.0 14.0.0 yes no breaking enum-value-added*3
        bare/images 16.0.0 16.0.1 yes no breaking enum-value-added*2
        bare/images 16.0.1 17.0.0 no no breaking property-added*4
        bare/images 17.0.1 18.0.0 no yes compatible property-added*1
        bare/images 18.0.1 19.0.0 yes no breaking enum-value-added*1 property-renamed*1
        member 11.0.2 12.0.0 yes yes semantic read-only-changed*1
        members 11.0.2 12.0.0 yes yes semantic read-only-changed*1
        task 2014.2.4 2015.1.0 yes no breaking type-widened*3
        task 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        task 14.0.1 15.0.0 yes no breaking enum-value-added*1
        task 21.1.0 22.0.0 no yes breaking property-added*3
        task 28.2.0 29.0.0 yes no breaking enum-value-added*1
        tasks 2014.2.4 2015.1.0 yes no breaking type-widened*1
        tasks 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        tasks 14.0.1 15.0.0 yes no breaking enum-value-added*1
        tasks 21.1.0 22.0.0 no yes compatible property-added*3
        tasks 28.2.0 29.0.0 yes no breaking enum-value-added*1
        metadefs/namespace 2014.2.4 2015.1.0 no no breaking property-added*2
        metadefs/namespace 11.0.2 12.0.0 yes yes semantic read-only-changed*4
        metadefs/namespace 12.0.0 13.0.0 no yes breaking max-length-added*1
        metadefs/namespace 15.0.2 16.0.0 no yes breaking max-length-decreased*1
        metadefs/namespaces 2014.2.4 2015.1.0 no no breaking property-added*2
        metadefs/namespaces 11.0.2 12.0.0 yes yes semantic read-only-changed*4
        metadefs/namespaces 12.0.0 13.0.0 no yes compatible max-length-added*1
        metadefs/namespaces 15.0.2 16.0.0 no yes compatible max-length-decreased*1
        metadefs/object 2014.2.4 2015.1.0 no yes breaking property-added*1
        metadefs/object 11.0.2 12.0.0 yes yes semantic read-only-changed*4
        metadefs/object 12.0.0 13.0.0 no yes breaking max-length-added*2
        metadefs/object 15.0.2 16.0.0 no yes breaking max-length-decreased*2
        metadefs/objects 2014.2.4 2015.1.0 no yes compatible property-added*1
        metadefs/objects 11.0.2 12.0.0 yes yes semantic read-only-changed*4
        metadefs/objects 12.0.0 13.0.0 no yes compatible max-length-added*2
        metadefs/objects 15.0.2 16.0.0 no yes compatible max-length-decreased*2
        metadefs/property 2014.2.4 2015.1.0 yes no breaking property-added*1
        metadefs/property 12.0.0 13.0.0 no yes breaking max-length-added*1
        metadefs/property 15.0.2 16.0.0 no yes breaking max-length-decreased*1
        metadefs/properties 2014.2.4 2015.1.0 yes no breaking property-added*1
        metadefs/properties 12.0.0 13.0.0 no yes compatible max-length-added*1
        metadefs/properties 15.0.2 16.0.0 no yes compatible max-length-decreased*1
        metadefs/resource_type 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        metadefs/resource_type 24.2.1 25.0.0 yes yes cosmetic
        metadefs/resource_types 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        metadefs/resource_types 24.2.1 25.0.0 yes yes cosmetic
        metadefs/tag 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        metadefs/tag 12.0.0 13.0.0 no yes breaking max-length-added*1
        metadefs/tag 15.0.2 16.0.0 no yes breaking max-length-decreased*1
        metadefs/tags 11.0.2 12.0.0 yes yes semantic read-only-changed*2
        metadefs/tags 12.0.0 13.0.0 no yes compatible max-length-added*1
        metadefs/tags 15.0.2 16.0.0 no yes compatible max-length-decreased*1
        """

    @Test func `every step between consecutive releases means what is known of it`() throws {
        let expected = Set(Self.steps.split(separator: "\n").map(String.init))
        let documents = Dictionary(grouping: KnownSchemas.builtIn.documents) {
            $0.isBare ? "bare/\($0.schema)" : $0.schema
        }
        #expect(documents.count == 18)
        let found = Set(try documents.flatMap { try steps(of: $0.key, $0.value) })
        #expect(found.subtracting(expected).sorted() == [])
        #expect(expected.subtracting(found).sorted() == [])
    }

    /// The same history by the names of the releases: thirteen steps of `image`.
    @Test(arguments: [
        ("folsom", "grizzly", "compatible", ""), ("grizzly", "havana", "breaking", "readers and writers"),
        ("havana", "icehouse", "breaking", "readers and writers"), ("icehouse", "juno", "semantic", ""),
        ("juno", "kilo", "breaking", "readers"), ("kilo", "liberty", "breaking", "readers"),
        ("liberty", "mitaka", "breaking", "readers"), ("mitaka", "newton", "breaking", "readers"),
        ("newton", "ocata", "breaking", "readers"), ("ocata", "pike", "cosmetic", ""),
        ("pike", "rocky", "breaking", "readers and writers"), ("rocky", "stein", "breaking", "writers"),
        ("stein", "train", "breaking", "readers and writers"),
    ])
    func `a step of the history breaks whom it broke`(from: String, to: String, impact: String, broken: String) throws {
        let history = try GlanceHistory()
        let (old, new) = (try history.document("\(from)-image"), try history.document("\(to)-image"))
        var found: [String] = []
        for (role, name) in [(Role.reader, "readers"), (.writer, "writers")] {
            let drift = Classifier(options: .init(schema: "image", role: role, dialect: .draft4)).drift(
                from: old, to: new)
            if drift.impact == .breaking { found.append(name) }
        }
        let drift = Classifier(options: .init(schema: "image", dialect: .draft4)).drift(from: old, to: new)
        #expect(drift.impact.rawValue == impact)
        #expect(found.joined(separator: " and ") == broken)
        // A break is told with the changes that make it, and with a document that shows it.
        #expect((drift.impact == .breaking) == drift.changes.contains { $0.impact == .breaking })
        for verdict in [drift.backward, drift.forward] {
            if case .unknown(let reason) = verdict { Issue.record("unknown: \(reason)") }
        }
    }

    @Test func `a change has one fingerprint in a schema, whoever publishes it and however its sets are ordered`()
        throws
    {
        // Mitaka to Newton under two Pythons: the same change with other orders around it.
        let (old, new) = (try published("image", in: "12.0.0"), try published("image", in: "13.0.0"))
        let history = try GlanceHistory()
        let (old2, new2) = (try history.document("mitaka-image"), try history.document("newton-image"))
        let classifier = Classifier(options: .init(schema: "image", dialect: .draft4))
        #expect(classifier.drift(from: old, to: new).fingerprint == classifier.drift(from: old2, to: new2).fingerprint)
    }

    private func published(_ schema: String, in release: String) throws -> JSONValue {
        let known = KnownSchemas.builtIn
        let number = try #require(known.releases.firstIndex { $0.version == release })
        let document = known.documents.first {
            $0.schema == schema && !$0.isBare && $0.runs.contains { $0.contains(number) }
        }
        return try #require(document).value
    }

    private func steps(of schema: String, _ documents: [KnownSchemas.Document]) throws -> [String] {
        let name = try SchemaName(String(schema.trimmingPrefix("bare/")))
        let classifier = Classifier(
            options: .init(schema: name.name, role: .standard(for: name), dialect: .draft4))
        let releases = KnownSchemas.builtIn.releases
        let runs = documents.flatMap { document in document.runs.map { (numbers: $0, value: document.value) } }
            .sorted { $0.numbers.lowerBound < $1.numbers.lowerBound }
        return zip(runs, runs.dropFirst()).map { last, next in
            let drift = classifier.drift(from: last.value, to: next.value)
            let kinds = Dictionary(grouping: drift.changes.filter { $0.impact != .cosmetic }, by: \.kind.id)
            let words =
                [
                    schema, releases[last.numbers.upperBound].version, releases[next.numbers.lowerBound].version,
                    Self.word(drift.backward), Self.word(drift.forward), drift.impact.rawValue,
                ]
                + kinds.keys.sorted().map { "\($0)*\(kinds[$0]?.count ?? 0)" }
            return words.joined(separator: " ")
        }
    }

    private static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .compatible: "yes"
        case .breaking: "no"
        case .unknown: "unknown"
        }
    }
}
