// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramParsers
package import FerogramTestSupport

/// Makes random rich messages in their simplest form.
package struct RandomRich {
    package var generator: SeededGenerator

    /// Prepares a sequence of messages.
    ///
    /// - Parameter generator: Decides everything.
    package init(generator: SeededGenerator) {
        self.generator = generator
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    package mutating func string() -> String {
        let pieces = [
            "a", "b ", " ", "é", "日", "🙂", "👨‍👩‍👧‍👦", "*", "**", "_", "__", "~~", "||", "|", "`", "```", "[", "]", "](", "![",
            "!", ">",
            "#", "# ", "+ ", "- ", "1. ", "2)", "=", "==", "$", "$$", "\\", "<", "<b>", "</b>", "&", "&amp;", "\"", "'",
            "\n", "\t",
            "\n\n", "---", ":", "[ ] ", "<p>", "\u{B}", "\r",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...5, using: &generator) { text += pick(pieces) }
        return text
    }

    package mutating func text(_ depth: Int = 0) -> RichText {
        let kind = depth > 2 ? 0 : Int.random(in: 0..<24, using: &generator)
        switch kind {
        case 1: return .bold(text(depth + 1))
        case 2: return .italic(text(depth + 1))
        case 3: return .underline(text(depth + 1))
        case 4: return .strikethrough(text(depth + 1))
        case 5: return .fixed(text(depth + 1))
        case 6: return .spoiler(text(depth + 1))
        case 7: return .marked(text(depth + 1))
        case 8: return .subscript(text(depth + 1))
        case 9: return .superscript(text(depth + 1))
        case 10: return .link(text(depth + 1), url: pick(["https://a.b/c?d=e&f", "#x", "http://a.b/\"|>"]))
        case 11: return .email(text(depth + 1), address: "a@b.c")
        case 12: return .phone(text(depth + 1), number: "+123")
        case 13: return .anchor(text(depth + 1), name: "n|\"")
        case 14: return .mention(text(depth + 1), userID: 7)
        case 15: return .date(text(depth + 1), FormattedDate(unixTime: 5, format: [.shortDate]))
        case 16: return .customEmoji(documentID: 9, alternative: "🙂")
        case 17: return .math(pick(["x^2", "a b", "\\frac{1}{2}", "$", "a`|"]))
        case 18...21: return .concat([text(depth + 1), text(depth + 1), text(depth + 1)])
        default: return .plain(string())
        }
    }

    package mutating func blocks(_ depth: Int = 0) -> [RichBlock] {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in block(depth) }
    }

    private mutating func caption() -> RichCaption {
        Bool.random(using: &generator)
            ? RichCaption()
            : RichCaption(text().canonical, credit: Bool.random(using: &generator) ? .empty : text().canonical)
    }

    private mutating func items(_ depth: Int, ordered: Bool) -> [RichListItem] {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            let blocks: [RichBlock] =
                Int.random(in: 0..<3, using: &generator) == 0 ? self.blocks(depth + 1) : [.paragraph(text().canonical)]
            return RichListItem(
                blocks, isDone: pick([nil, nil, true, false]), value: ordered ? pick([nil, nil, 41]) : nil)
        }
    }

    private mutating func media() -> RichBlock {
        .media(
            pick([
                RichMedia(.photo, url: "https://a.b/c.jpg?x=1&y"), RichMedia(.video, url: "c.mp4", isSpoiler: true),
                RichMedia(.animation, url: "c.gif"), RichMedia(.audio, url: "c.mp3"),
                RichMedia(.voice, url: "c.ogg", caption: caption()), RichMedia(.photo, url: "c", caption: caption()),
            ]))
    }

    private mutating func table() -> RichTable {
        let columns = Int.random(in: 1...3, using: &generator)
        let isSimple = Bool.random(using: &generator)
        let alignments = (0..<columns).map { _ in pick([RichTable.Cell.Alignment.left, .center, .right]) }
        let rows = (0..<Int.random(in: 1...3, using: &generator)).map { row in
            (0..<columns).map { column in
                var cell = RichTable.Cell(text().canonical, isHeader: row == 0, alignment: alignments[column])
                if !isSimple {
                    cell.isHeader = Bool.random(using: &generator)
                    cell.verticalAlignment = pick([.top, .middle, .bottom])
                    cell.columns = pick([1, 2])
                    cell.rows = pick([1, 3])
                }
                return cell
            }
        }
        return RichTable(
            rows, title: isSimple ? .empty : text().canonical, isBordered: !isSimple,
            isStriped: !isSimple && columns > 1)
    }

    private mutating func block(_ depth: Int) -> RichBlock {
        switch Int.random(in: 0..<(depth < 2 ? 18 : 9), using: &generator) {
        case 0: return .heading(text().canonical, level: Int.random(in: 1...6, using: &generator))
        case 1:
            let code = "x" + string().filter { $0 != "\r" }
            return .preformatted(.plain(code), language: pick(["", "swift", "a b"]))
        case 2: return .footer(text().canonical)
        case 3: return .divider
        case 4: return .anchor("name\"|")
        case 5: return media()
        case 6: return .math("x\n\\frac \(string().filter { $0 != "\r" })y")
        case 7:
            return .map(RichMap(latitude: 1.5, longitude: -2.25, zoom: 3, width: pick([0, 640]), caption: caption()))
        case 8: return .pullQuote(text().canonical, caption: pick([.empty, text().canonical]))
        case 9: return .list(items(depth, ordered: false))
        case 10:
            return .orderedList(
                RichOrderedList(
                    items(depth, ordered: true), start: pick([nil, 7]), isReversed: pick([false, false, true]),
                    type: pick([nil, nil, "a"])))
        case 11:
            return .quote(
                RichQuote(
                    blocks(depth + 1), caption: pick([.empty, text().canonical]), isCollapsed: pick([true, false])))
        case 12: return .collage([media(), media()], caption: caption())
        case 13: return .slideshow([media()], caption: caption())
        case 14: return .table(table())
        case 15: return .details(blocks(depth + 1), title: text().canonical, isOpen: Bool.random(using: &generator))
        default: return .paragraph(text().canonical)
        }
    }
}
