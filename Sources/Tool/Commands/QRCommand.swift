// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

extension Command {
    static let qr = Command(
        name: "qr", synopsis: "TEXT",
        summary: "Print a text as a QR code.",
        help: "  ferogram-tool qr https://t.me/telegram"
    ) { arguments in
        guard let code = QRCode(try arguments.words(1...1, "a text")[0]) else {
            throw ToolError("a code has at most \(QRCode.maximumByteCount) bytes")
        }
        Output.write(code.terminalPicture(margin: 4))
    }
}
