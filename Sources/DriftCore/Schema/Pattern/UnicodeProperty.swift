/// The sets behind `\p{…}`: general categories and binary properties, as the standard library knows them, and scripts.
enum UnicodeProperty {
    /// - Parameter name: What stands in the braces: `L`, `Letter`, `gc=Lu`, `Script=Greek`, `Alphabetic`.
    /// - Returns: nil for a name without a table.
    static func set(named name: String) -> CodePointSet? {
        let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            switch parts[0] {
            case "gc", "General_Category": return category(String(parts[1]))
            case "sc", "Script": return UnicodeScript.set(named: String(parts[1]))
            default: return nil
            }
        }
        switch name {
        case "Any": return .all
        case "ASCII": return CodePointSet([0...0x7F])
        case "Assigned": return categories.first { $0.names.contains("Cn") }?.set.complement
        default: return category(name) ?? binary(name)
        }
    }

    private static func category(_ name: String) -> CodePointSet? {
        if let group = groups.first(where: { $0.names.contains(name) }) {
            return categories.filter { group.members.contains($0.names[0]) }
                .reduce(.none) { $0.union($1.set) }
        }
        return categories.first { $0.names.contains(name) }?.set
    }

    private static func binary(_ name: String) -> CodePointSet? {
        guard let property = binaries[name] else { return nil }
        return scan(property)
    }

    private static func scan(_ holds: (Unicode.Scalar.Properties) -> Bool) -> CodePointSet {
        var ranges: [ClosedRange<UInt32>] = []
        for value in 0...UInt32(0x10FFFF) {
            guard let scalar = Unicode.Scalar(value), holds(scalar.properties) else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return CodePointSet(ranges)
    }

    private static let groups: [(names: [String], members: [String])] = [
        (["LC", "Cased_Letter"], ["Lu", "Ll", "Lt"]),
        (["L", "Letter"], ["Lu", "Ll", "Lt", "Lm", "Lo"]),
        (["M", "Mark", "Combining_Mark"], ["Mn", "Mc", "Me"]),
        (["N", "Number"], ["Nd", "Nl", "No"]),
        (["P", "Punctuation", "punct"], ["Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"]),
        (["S", "Symbol"], ["Sm", "Sc", "Sk", "So"]),
        (["Z", "Separator"], ["Zs", "Zl", "Zp"]),
        (["C", "Other"], ["Cc", "Cf", "Cn", "Co", "Cs"]),
    ]

    /// Each category once, with its names in ECMA-262; found in one pass over all code points.
    private static let categories: [(names: [String], set: CodePointSet)] = {
        var ranges = [[ClosedRange<UInt32>]](repeating: [], count: categoryNames.count)
        for value in 0...UInt32(0x10FFFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            guard let index = categoryNames.firstIndex(where: { $0.category == category }) else { continue }
            if let last = ranges[index].last, last.upperBound + 1 == value {
                ranges[index][ranges[index].count - 1] = last.lowerBound...value
            } else {
                ranges[index].append(value...value)
            }
        }
        return zip(categoryNames, ranges).map { ($0.names, CodePointSet($1)) }
    }()

    private static let categoryNames: [(category: Unicode.GeneralCategory, names: [String])] = [
        (.otherLetter, ["Lo", "Other_Letter"]), (.unassigned, ["Cn", "Unassigned"]),
        (.privateUse, ["Co", "Private_Use"]), (.lowercaseLetter, ["Ll", "Lowercase_Letter"]),
        (.uppercaseLetter, ["Lu", "Uppercase_Letter"]), (.titlecaseLetter, ["Lt", "Titlecase_Letter"]),
        (.modifierLetter, ["Lm", "Modifier_Letter"]), (.nonspacingMark, ["Mn", "Nonspacing_Mark"]),
        (.spacingMark, ["Mc", "Spacing_Mark"]), (.enclosingMark, ["Me", "Enclosing_Mark"]),
        (.decimalNumber, ["Nd", "Decimal_Number", "digit"]), (.letterNumber, ["Nl", "Letter_Number"]),
        (.otherNumber, ["No", "Other_Number"]), (.connectorPunctuation, ["Pc", "Connector_Punctuation"]),
        (.dashPunctuation, ["Pd", "Dash_Punctuation"]), (.openPunctuation, ["Ps", "Open_Punctuation"]),
        (.closePunctuation, ["Pe", "Close_Punctuation"]), (.initialPunctuation, ["Pi", "Initial_Punctuation"]),
        (.finalPunctuation, ["Pf", "Final_Punctuation"]), (.otherPunctuation, ["Po", "Other_Punctuation"]),
        (.mathSymbol, ["Sm", "Math_Symbol"]), (.currencySymbol, ["Sc", "Currency_Symbol"]),
        (.modifierSymbol, ["Sk", "Modifier_Symbol"]), (.otherSymbol, ["So", "Other_Symbol"]),
        (.spaceSeparator, ["Zs", "Space_Separator"]), (.lineSeparator, ["Zl", "Line_Separator"]),
        (.paragraphSeparator, ["Zp", "Paragraph_Separator"]), (.control, ["Cc", "Control", "cntrl"]),
        (.format, ["Cf", "Format"]), (.surrogate, ["Cs", "Surrogate"]),
    ]

    private static let binaries: [String: @Sendable (Unicode.Scalar.Properties) -> Bool] = [
        "Alphabetic": { $0.isAlphabetic }, "Alpha": { $0.isAlphabetic },
        "ASCII_Hex_Digit": { $0.isASCIIHexDigit }, "AHex": { $0.isASCIIHexDigit },
        "Hex_Digit": { $0.isHexDigit }, "Hex": { $0.isHexDigit },
        "Uppercase": { $0.isUppercase }, "Upper": { $0.isUppercase },
        "Lowercase": { $0.isLowercase }, "Lower": { $0.isLowercase },
        "Cased": { $0.isCased }, "Case_Ignorable": { $0.isCaseIgnorable }, "CI": { $0.isCaseIgnorable },
        "White_Space": { $0.isWhitespace }, "space": { $0.isWhitespace },
        "Dash": { $0.isDash }, "Diacritic": { $0.isDiacritic }, "Dia": { $0.isDiacritic },
        "Math": { $0.isMath }, "Ideographic": { $0.isIdeographic }, "Ideo": { $0.isIdeographic },
        "ID_Start": { $0.isIDStart }, "IDS": { $0.isIDStart },
        "ID_Continue": { $0.isIDContinue }, "IDC": { $0.isIDContinue },
        "XID_Start": { $0.isXIDStart }, "XIDS": { $0.isXIDStart },
        "XID_Continue": { $0.isXIDContinue }, "XIDC": { $0.isXIDContinue },
        "Emoji": { $0.isEmoji }, "Emoji_Presentation": { $0.isEmojiPresentation }, "EPres": { $0.isEmojiPresentation },
        "Emoji_Modifier": { $0.isEmojiModifier }, "EMod": { $0.isEmojiModifier },
        "Emoji_Modifier_Base": { $0.isEmojiModifierBase }, "EBase": { $0.isEmojiModifierBase },
        "Join_Control": { $0.isJoinControl }, "Join_C": { $0.isJoinControl },
        "Noncharacter_Code_Point": { $0.isNoncharacterCodePoint }, "NChar": { $0.isNoncharacterCodePoint },
        "Quotation_Mark": { $0.isQuotationMark }, "QMark": { $0.isQuotationMark },
        "Radical": { $0.isRadical }, "Sentence_Terminal": { $0.isSentenceTerminal }, "STerm": { $0.isSentenceTerminal },
        "Terminal_Punctuation": { $0.isTerminalPunctuation }, "Term": { $0.isTerminalPunctuation },
        "Unified_Ideograph": { $0.isUnifiedIdeograph }, "UIdeo": { $0.isUnifiedIdeograph },
        "Variation_Selector": { $0.isVariationSelector }, "VS": { $0.isVariationSelector },
        "Pattern_White_Space": { $0.isPatternWhitespace }, "Pat_WS": { $0.isPatternWhitespace },
        "Default_Ignorable_Code_Point": { $0.isDefaultIgnorableCodePoint }, "DI": { $0.isDefaultIgnorableCodePoint },
        "Deprecated": { $0.isDeprecated }, "Dep": { $0.isDeprecated },
        "Extender": { $0.isExtender }, "Ext": { $0.isExtender },
        "Grapheme_Base": { $0.isGraphemeBase }, "Gr_Base": { $0.isGraphemeBase },
        "Grapheme_Extend": { $0.isGraphemeExtend }, "Gr_Ext": { $0.isGraphemeExtend },
    ]
}
