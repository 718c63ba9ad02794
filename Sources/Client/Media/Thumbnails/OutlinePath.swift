// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Outlines of stickers, which are shown before the sticker is there.
///
/// See core.telegram.org/api/files#vector-thumbnails.
enum OutlinePath {
    /// The letters of the path language, by the lower six bits of a byte; a number needs only what is below 128.
    private static let letters = Array("AACAAAAHAAALMAAAQASTAVAAAZaacaaaahaaalmaaaqastava.az0123456789-,".utf8)

    /// Writes an outline as the `d` attribute of an SVG path.
    ///
    /// - Parameter bytes: What the server sent.
    /// - Returns: The path.
    static func path(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = [UInt8(ascii: "M")]
        text.reserveCapacity(bytes.count * 2 + 2)
        for byte in bytes {
            if byte >= 192 {
                text.append(letters[Int(byte & 63)])
            } else {
                if byte >= 128 { text.append(UInt8(ascii: ",")) } else if byte >= 64 { text.append(UInt8(ascii: "-")) }
                text += Array("\(byte & 63)".utf8)
            }
        }
        text.append(UInt8(ascii: "z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// The outline as a picture.
    ///
    /// - Parameters:
    ///   - bytes: What the server sent.
    ///   - side: The width and the height of the sticker, in pixels.
    /// - Returns: An SVG file.
    static func svg(_ bytes: [UInt8], side: Int = 512) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)"><path fill-opacity="0.1" \
        d="\(path(bytes))"/></svg>
        """
    }
}
