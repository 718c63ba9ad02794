// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reactions and effects; there are none yet, so the lists are empty.
    mutating func addReactions() {
        on(TL.messages.GetAvailableReactions.self) { _, _, _ in .availableReactions(.init(hash: 0, reactions: [])) }
        on(TL.messages.GetAvailableEffects.self, .person) { _, _, _ in
            .availableEffects(.init(hash: 0, effects: [], documents: []))
        }
        on(TL.messages.GetTopReactions.self, .person) { _, _, _ in .reactions(.init(hash: 0, reactions: [])) }
        on(TL.messages.GetRecentReactions.self, .person) { _, _, _ in .reactions(.init(hash: 0, reactions: [])) }
    }
}
