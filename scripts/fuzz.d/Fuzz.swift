// One fuzz target for each name that scripts/fuzz knows; the build picks it by -D.
import DriftJSON
import Foundation

/// Ends the run with the input saved when something that must hold does not.
func require(_ holds: Bool, _ what: String) {
    guard !holds else { return }
    FileHandle.standardError.write(Data("broken: \(what)\n".utf8))
    abort()
}

/// The package's linker takes this for the program's entry, whoever else has a `main`.
@_cdecl("Fuzz_main")
public func fuzz(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzzOne)
}

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    #if FUZZ_READER
        fuzzReader(input)
    #elseif FUZZ_CANONICALIZER
        fuzzCanonicalizer(input)
    #elseif FUZZ_PATCH
        fuzzPatch(input)
    #elseif FUZZ_DIFFER
        fuzzDiffer(input)
    #endif
    return 0
}

/// Two readers agree: the tape and the value built from it, at both limits; errors have a place inside the text.
func fuzzReader(_ input: [UInt8]) {
    do {
        let document = try JSONDocument(parsing: input)
        let value = try JSONValue(parsing: input)
        require(value.canonicalText == document.canonicalText, "tape and value have one canonical text")
        require((try? JSONValue(parsing: value.canonicalText)) == value, "canonical text is read as the same value")
    } catch let error as JSONError {
        require(error.offset <= input.count && error.line >= 1 && error.column >= 1, "the place is in the text")
        require(!error.description.isEmpty, "there is a sentence")
    } catch {
        require(false, "\(error)")
    }
}

func fuzzCanonicalizer(_ input: [UInt8]) {
    guard let document = try? JSONDocument(parsing: input, limits: JSONLimits(depth: 1_000_000)) else { return }
    let text = document.canonicalText
    require(document.canonicalDigest == Digest(of: text), "the digest is of the text")
    guard let again = try? JSONDocument(parsing: text, limits: JSONLimits(depth: 1_000_000)) else {
        return require(false, "canonical text is JSON")
    }
    require(again.canonicalText == text, "canonical text is its own")
    guard let jcs = try? JCSText(document) else { return }
    require((try? JSONDocument(parsing: jcs.text, limits: JSONLimits(depth: 1_000_000))) != nil, "JCS is JSON")
    require(jcs.lossCount > 0 || jcs.text == text, "without a loss both forms are one")
}

/// The parts of an input between zero bytes, which no document holds.
func parts(_ input: [UInt8]) -> ([UInt8], [UInt8]) {
    let cut = input.firstIndex(of: 0) ?? input.count
    return (Array(input[..<cut]), Array(input.dropFirst(cut + 1)))
}

func fuzzPatch(_ input: [UInt8]) {
    let (first, second) = parts(input)
    guard let document = try? JSONValue(parsing: first), let text = try? JSONValue(parsing: second) else { return }
    guard let patch = try? JSONPatch(text) else { return }
    require((try? JSONPatch(patch.document)) == patch, "a patch is written as it was read")
    _ = try? patch.apply(to: document)
}

func fuzzDiffer(_ input: [UInt8]) {
    let (first, second) = parts(input)
    guard let old = try? JSONDocument(parsing: first), let new = try? JSONDocument(parsing: second) else { return }
    guard let a = try? JSONValue(parsing: first), let b = try? JSONValue(parsing: second) else {
        return require(false, "both readers accept the same")
    }
    guard let patch = (try? JSONValue(parsing: JSONPatch.text(from: old, to: new))).flatMap({ try? JSONPatch($0) })
    else { return require(false, "the patch is one") }
    require((try? patch.apply(to: a)) == b, "the patch leads to the other document")
    for edit in StructuralDiff.edits(from: old, to: new) {
        require(edit.new == nil || b[edit.pointer] == edit.new, "a pointer names the new value")
        require(edit.old == nil || edit.oldPointer.flatMap { a[$0] } == edit.old, "a pointer names the old value")
    }
}
