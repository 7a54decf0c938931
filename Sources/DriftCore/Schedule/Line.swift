/// First in, first out. What was taken is forgotten when it is half of all, so taking costs the same however many wait.
struct Line<Element> {
    private var all: [Element] = []
    private var taken = 0

    var isEmpty: Bool { taken == all.count }
    var elements: ArraySlice<Element> { all[taken...] }

    mutating func append(_ element: Element) { all.append(element) }

    mutating func takeFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer {
            taken += 1
            if taken > 16, taken * 2 > all.count {
                all.removeFirst(taken)
                taken = 0
            }
        }
        return all[taken]
    }
}
