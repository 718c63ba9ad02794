// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// What the processor can do by itself.
package enum ProcessorAES {
    /// Whether it has instructions for AES.
    package static let isThere = ferogram_aes_is_supported() != 0
    /// Whether it has those for SHA-256 too, so that both can be done at once.
    package static let hashes = ferogram_ige_open_is_supported() != 0
}

/// What the rounds of AES are left to.
enum IGEEngine: ~Copyable {
    case processor
    case library(CipherContext)

    var isProcessor: Bool {
        switch self {
        case .processor: true
        case .library: false
        }
    }
}
