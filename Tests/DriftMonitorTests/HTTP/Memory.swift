#if canImport(Glibc)
    import Glibc
#endif

/// What this process holds in memory now.
func residentBytes() -> Int { status("VmRSS:") }

/// The most it ever held.
func peakResidentBytes() -> Int { status("VmHWM:") }

private func status(_ name: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix(name) { return (Int(text.filter { $0.isNumber }) ?? 0) << 10 }
    }
    return 0
}
