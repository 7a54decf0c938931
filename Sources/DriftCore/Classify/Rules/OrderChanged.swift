extension Rule {
    /// A list that means a set (`enum`, `required`, `type`, branches) has another order.
    ///
    /// `{"enum":["a","b"]}` → `{"enum":["b","a"]}`
    static let orderChanged = Rule(
        "order-changed", "A list that means a set (`enum`, `required`, `type`, branches) has another order.",
        says: "{where}: {keyword} has another order",
        old: #"{"enum":["a","b"]}"#,
        new: #"{"enum":["b","a"]}"#,
        level: .cosmetic, at: .order
    )
}
