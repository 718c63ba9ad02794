// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

// The alphabet of base64 that is safe in addresses (RFC 4648, section 5), without padding.
extension Data {
    /// The bytes as a text.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads a text, with or without padding; `nil` if it is none.
    init?(base64URL text: some StringProtocol) {
        var base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
        while base64.last == "=" { base64.removeLast() }
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        self.init(base64Encoded: base64)
    }
}
