/// How two versions of a document are compared.
package enum DocumentKind: String, Hashable, Sendable, CaseIterable {
    /// As JSON Schemas: compared by meaning, and judged.
    case schema
    /// As any JSON: compared by structure alone.
    case json
}
