// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Adds, subtracts, multiplies and divides, with parentheses.
public struct Calculator {
    private var rest: Substring
    private var depth = 0

    /// The value of an expression.
    ///
    /// - Parameter text: The expression.
    /// - Returns: The value; `nil` if it is no expression, or divides by zero.
    public static func evaluate(_ text: String) -> Double? {
        var calculator = Calculator(rest: text.filter { !$0.isWhitespace }[...])
        guard let value = calculator.sum(), calculator.rest.isEmpty, value.isFinite else { return nil }
        return value
    }

    private mutating func sum() -> Double? {
        guard var value = product() else { return nil }
        while let sign = take("+-") {
            guard let next = product() else { return nil }
            value += sign == "+" ? next : -next
        }
        return value
    }

    private mutating func product() -> Double? {
        guard var value = factor() else { return nil }
        while let sign = take("*/") {
            guard let next = factor() else { return nil }
            value = sign == "*" ? value * next : value / next
        }
        return value
    }

    private mutating func factor() -> Double? {
        depth += 1
        defer { depth -= 1 }
        // A message is no reason to run out of stack.
        guard depth < 100 else { return nil }
        if take("-") != nil { return factor().map { -$0 } }
        if take("(") != nil {
            let value = sum()
            return take(")") == nil ? nil : value
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        rest = rest.dropFirst(digits.count)
        return Double(digits)
    }

    private mutating func take(_ signs: String) -> Character? {
        guard let first = rest.first, signs.contains(first) else { return nil }
        return rest.popFirst()
    }
}
