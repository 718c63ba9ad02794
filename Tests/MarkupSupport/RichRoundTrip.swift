// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
package import FerogramTestSupport

/// Reading what was written gives what there was, for random rich messages.
package enum RichRoundTrip {
    /// Text inside blocks.
    package static let inline = Proof("rich text reads what it wrote", count: 100_000) { index in
        var random = RandomRich(generator: SeededGenerator(seed: 11, index: index))
        let text = random.text().canonical
        if text.canonical != text { return "\(text) has several simplest forms" }
        for (markup, read) in [
            (text.markdown, RichText(markdown: text.markdown)), (text.html, RichText(html: text.html)),
        ] where read != text {
            return "\(text)\n→ \(markup.debugDescription)\n→ \(read)"
        }
        return nil
    }

    /// Whole messages.
    package static let blocks = Proof("rich messages read what they wrote", count: 100_000) { index in
        var random = RandomRich(generator: SeededGenerator(seed: 12, index: index))
        let document = RichDocument(random.blocks())
        for (markup, read) in [
            (document.markdown, RichDocument(markdown: document.markdown)),
            (document.html, RichDocument(html: document.html)),
        ] where read != document {
            return "\(document.blocks)\n→ \(markup)\n→ \(read.blocks)"
        }
        return nil
    }

    /// Damaged rich markup never traps.
    package static let damaged = Proof("damaged rich markup is read without a trap", count: 100_000) { index in
        var random = RandomRich(generator: SeededGenerator(seed: 13, index: index))
        let document = RichDocument(random.blocks())
        for markup in [document.markdown, document.html] {
            var bytes = Array(markup.utf8)
            for _ in 0..<4 where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random.generator)
                switch Int.random(in: 0..<3, using: &random.generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes[index] = UInt8.random(in: 0...255, using: &random.generator)
                default: bytes.insert(contentsOf: bytes[index...].prefix(12), at: index)
                }
            }
            let damaged = String(decoding: bytes, as: UTF8.self)
            _ = RichDocument(html: RichDocument(markdown: damaged).html)
            _ = RichDocument(markdown: RichDocument(html: damaged).markdown)
        }
        return nil
    }
}
