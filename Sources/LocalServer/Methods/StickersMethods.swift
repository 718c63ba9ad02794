// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Sticker sets; nobody has made any yet.
    mutating func addStickers() {
        on(TL.messages.GetStickerSet.self) { _, _, _ in throw RPCFailure.bad(.stickersetInvalid) }
        on(TL.messages.GetAllStickers.self, .person) { _, _, _ in .allStickers(.init(hash: 0, sets: [])) }
        on(TL.messages.GetStickers.self, .person) { _, _, _ in .stickers(.init(hash: 0, stickers: [])) }
    }
}
