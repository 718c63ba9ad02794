// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Privacy rules and notifications, which are as they are for a new account.
    mutating func addPrivacy() {
        on(TL.account.GetNotifySettings.self, .person) { _, _, _ in .init() }
        on(TL.account.GetPrivacy.self, .person) { _, _, _ in
            .init(rules: [.allowAll], chats: [], users: [])
        }
    }
}
