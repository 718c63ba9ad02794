// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// A rule of the protocol, what happens to whoever breaks it, and the test that breaks it.
struct SecurityRule {
    /// What happens to bytes that break the rule.
    enum Consequence: Hashable {
        case transport(TransportError.Code)
        case proxy(ProxyError.Code)
        case keyExchange(KeyExchangeError.Code)
        case keyBinding(KeyBindingError.Code)
        case session(SessionError.Code)
        /// The server role answers with `bad_msg_notification` or `bad_server_salt`.
        case notification(Int32)
        /// Nothing is refused; the text says what is done.
        case action(String)
    }

    /// What must hold, in our own words.
    let must: String
    /// Telegram's page, without `https://core.telegram.org/`.
    let page: String
    let consequence: Consequence
    /// The test class and the function in it that breaks the rule: a test, or what a test calls.
    let test: String

    init(_ must: String, _ page: String, _ consequence: Consequence, _ test: String) {
        self.must = must
        self.page = page
        self.consequence = consequence
        self.test = test
    }
}

extension SecurityRule.Consequence {
    /// How the article names it.
    var name: String {
        switch self {
        case .transport(let code): "`TransportError.\(code.rawValue)`"
        case .proxy(let code): "`ProxyError.\(code.rawValue)`"
        case .keyExchange(let code): "`KeyExchangeError.\(code.rawValue)`"
        case .keyBinding(let code): "`KeyBindingError.\(code.rawValue)`"
        case .session(let code): "`SessionError.\(code.rawValue)`"
        case .notification(let code): "`bad_msg_notification` \(code)"
        case .action(let text): text
        }
    }

    /// What the source of its test must say, or `nil` where there is no code.
    var sourceText: String? {
        switch self {
        case .transport(let code): "." + code.rawValue
        case .proxy(let code): "." + code.rawValue
        case .keyExchange(let code): "." + code.rawValue
        case .keyBinding(let code): "." + code.rawValue
        case .session(let code): "." + code.rawValue
        case .notification(let code): "expect(\(code))"
        case .action: nil
        }
    }

    /// Every code that there is.
    static var everyCode: [Self] {
        TransportError.Code.allCases.map(Self.transport) + ProxyError.Code.allCases.map(Self.proxy)
            + KeyExchangeError.Code.allCases.map(Self.keyExchange) + KeyBindingError.Code.allCases.map(Self.keyBinding)
            + SessionError.Code.allCases.map(Self.session)
            + [16, 17, 18, 19, 20, 32, 33, 34, 35, 48, 64].map(Self.notification)
    }
}
