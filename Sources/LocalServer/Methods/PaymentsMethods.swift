// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Stars; nobody has any yet.
    mutating func addPayments() {
        on(TL.payments.GetStarsStatus.self) { _, _, _ in .noStars }
        on(TL.payments.GetStarsTransactions.self) { _, _, _ in .noStars }
    }
}

extension TL.payments.StarsStatus {
    fileprivate static var noStars: Self {
        .init(balance: .starsAmount(.init(amount: 0, nanos: 0)), chats: [], users: [])
    }
}
