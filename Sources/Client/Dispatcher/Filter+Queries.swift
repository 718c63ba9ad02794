// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Filter where Subject == CallbackQuery {
    /// The button holds this text.
    public static func data(_ text: String) -> Self { Self { $0.text == text } }

    /// The button holds a text that begins with this.
    public static func data(prefix: String) -> Self { Self { $0.text?.hasPrefix(prefix) ?? false } }

    /// The button holds a text that matches a regular expression.
    ///
    /// - Parameter regex: The expression, which has to match the whole text.
    /// - Returns: The condition.
    public static func data<Output>(matching regex: @escaping @autoclosure @Sendable () -> Regex<Output>) -> Self {
        Self { query in query.text.map { (try? regex().wholeMatch(in: $0)) != nil } ?? false }
    }

    /// This user pressed it.
    public static func fromUser(_ id: Int64) -> Self { Self { $0.userID == id } }
}

extension Filter where Subject == InlineQuery {
    /// The text matches a regular expression.
    ///
    /// - Parameter regex: The expression, which has to match the whole text.
    /// - Returns: The condition.
    public static func text<Output>(matching regex: @escaping @autoclosure @Sendable () -> Regex<Output>) -> Self {
        Self { (try? regex().wholeMatch(in: $0.text)) != nil }
    }

    /// The text is empty: nothing has been typed yet.
    public static var empty: Self { Self { $0.text.isEmpty } }

    /// This user types.
    public static func fromUser(_ id: Int64) -> Self { Self { $0.userID == id } }
}

extension Filter where Subject == MemberChange {
    /// Somebody came into the chat.
    public static var joined: Self { Self(\.hasJoined) }

    /// Somebody is no longer in the chat.
    public static var left: Self { Self(\.hasLeft) }

    /// It is about the account itself.
    public static var own: Self { Self(\.isOwn) }
}
