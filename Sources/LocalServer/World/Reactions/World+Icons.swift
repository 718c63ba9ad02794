// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation

extension World {
    /// The sticker that stands for a reaction or an effect; it is made when it is asked for first.
    mutating func icon(of emoji: String, isAnimated: Bool) throws(RPCFailure) -> Int64 {
        let key = emoji + (isAnimated ? " animated" : "")
        if let id = messageState.icons[key] { return id }
        let id = addDocument(
            try FileContent([UInt8](isAnimated ? Self.animation : Self.picture)),
            [
                .imageSize(.init(w: 512, h: 512)), .sticker(.init(alt: emoji, stickerset: .empty)),
                .filename(.init(fileName: isAnimated ? "AnimatedSticker.tgs" : "sticker.webp")),
            ], mimeType: isAnimated ? "application/x-tgsticker" : "image/webp", dataCenter: 1)
        messageState.icons[key] = id
        return id
    }

    /// What an emoji is called.
    static func name(of emoji: String) -> String {
        emoji.unicodeScalars.first?.properties.name?.capitalized ?? emoji
    }

    /// An empty picture in WebP.
    private static let picture =
        Data(base64Encoded: "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==") ?? Data()

    /// An empty animation, as Telegram has them: Lottie, packed.
    private static let animation =
        Data(
            base64Encoded:
                "H4sIAAAAAAACA6tWKkkvVrIy1FEqU7JSMtUz1TNS0lFKK1KyMjPQUcosULICUvkFEG65kpWpoZGOUgaUzssF6gEqT0lJ"
                + "AatLLC5OLQGaFh2ro5STWJlaBGbXAgDC/ixUZAAAAA==") ?? Data()
}
