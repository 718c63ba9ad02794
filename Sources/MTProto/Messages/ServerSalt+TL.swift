// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

extension ServerSalt {
    /// Reads a salt of the server's; its times are unsigned.
    init(_ salt: TL.FutureSalt) {
        self.init(
            salt: salt.salt, validSince: Int64(UInt32(bitPattern: salt.validSince)),
            validUntil: Int64(UInt32(bitPattern: salt.validUntil)))
    }
}
