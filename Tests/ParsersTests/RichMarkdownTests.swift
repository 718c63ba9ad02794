// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// Rich Markdown as people write it.
final class RichMarkdownTests: XCTestCase {
    private func check(_ markdown: String, _ blocks: [RichBlock], line: UInt = #line) {
        XCTAssertEqual(RichDocument(markdown: markdown).blocks, blocks, line: line)
    }

    func testHeadings() {
        check(
            "# One\n###### Six ######\n####### no\n#none\n## a # b #",
            [
                .heading("One", level: 1), .heading("Six", level: 6), .paragraph("####### no\n#none"),
                .heading("a # b", level: 2),
            ])
    }

    func testCodeAndFormulas() {
        check(
            "```swift\nlet x = 1\n  # no\n```\n~~~\na\n~~~",
            [.preformatted("let x = 1\n  # no", language: "swift"), .preformatted("a", language: "")])
        check("```math\nx^2\n```\n$$y$$\n$$\na\nb\n$$", [.math("x^2"), .math("y"), .math("a\nb")])
        check("```\nnever closed\n", [.preformatted("never closed\n", language: "")])
        check("$$ never closed", [.paragraph("$$ never closed")])
    }

    func testDividersAndParagraphs() {
        check(
            "a\nb\n\nc\n---\n* * *\n___\n--",
            [.paragraph("a\nb"), .paragraph("c"), .divider, .divider, .divider, .paragraph("--")])
    }

    func testQuotes() {
        check(
            "> a\n> **b**\n>\n> > c\n\n> d",
            [
                .quote(RichQuote([.paragraph(.concat(["a\n", .bold("b")])), .quote(RichQuote([.paragraph("c")]))])),
                .quote(RichQuote([.paragraph("d")])),
            ])
    }

    func testLists() {
        func item(_ text: RichText, isDone: Bool? = nil, value: Int32? = nil) -> RichListItem {
            RichListItem([.paragraph(text)], isDone: isDone, value: value)
        }
        check("- a\n- b\n* c\n+ d", [.list([item("a"), item("b")]), .list([item("c")]), .list([item("d")])])
        check(
            "- [ ] a\n- [x] b\n- [X] c\n- [y] d",
            [
                .list([item("a", isDone: false), item("b", isDone: true), item("c", isDone: true), item("[y] d")])
            ])
        check(
            "3. a\n4. b\n9. c", [.orderedList(RichOrderedList([item("a"), item("b"), item("c", value: 9)], start: 3))])
        check("1) a\n2) b", [.orderedList(RichOrderedList([item("a"), item("b")]))])
        check(
            "- a\n  - b\n    c\n\n  d\n- e",
            [
                .list([
                    RichListItem([.paragraph("a"), .list([item("b\nc")]), .paragraph("d")]), item("e"),
                ])
            ])
        check("1986 was good\n-not a list", [.paragraph("1986 was good\n-not a list")])
    }

    func testTables() {
        func cell(_ text: RichText, _ alignment: RichTable.Cell.Alignment, isHeader: Bool = false) -> RichTable.Cell {
            RichTable.Cell(text, isHeader: isHeader, alignment: alignment)
        }
        check(
            "| a | b | c |\n|---|:-:|--:|\n| 1 | **2** | 3\\|4 |\n| x |\nafter",
            [
                .table(
                    RichTable([
                        [
                            cell("a", .left, isHeader: true), cell("b", .center, isHeader: true),
                            cell("c", .right, isHeader: true),
                        ],
                        [cell("1", .left), cell(.bold("2"), .center), cell("3|4", .right)],
                        [cell("x", .left), cell(.empty, .center), cell(.empty, .right)],
                    ])), .paragraph("after"),
            ])
        check("a | b\nc", [.paragraph("a | b\nc")])
    }

    func testMedia() {
        check(
            "![](http://a.b/c.mp4 \"A *clip*\")\n![x](c.OGG)\n![](c.gif?x=y.jpg)\n![](http://a.b/c)",
            [
                .media(
                    RichMedia(.video, url: "http://a.b/c.mp4", caption: RichCaption(.concat(["A ", .italic("clip")])))),
                .media(RichMedia(.voice, url: "c.OGG")), .media(RichMedia(.animation, url: "c.gif?x=y.jpg")),
                .media(RichMedia(.photo, url: "http://a.b/c")),
            ])
        check("![🙂](tg://emoji?id=5)", [.paragraph(.customEmoji(documentID: 5, alternative: "🙂"))])
    }

    func testMediaKindsByExtension() {
        let kinds: [(String, RichMedia.Kind)] = [
            ("ogg", .voice), ("oga", .voice), ("mp3", .audio), ("m4a", .audio), ("flac", .audio), ("wav", .audio),
            ("gif", .animation), ("mp4", .video), ("mov", .video), ("webm", .video), ("avi", .video), ("jpg", .photo),
            ("png", .photo), ("webp", .photo), ("xyz", .photo),
        ]
        for (fileExtension, kind) in kinds {
            XCTAssertEqual(RichMedia.Kind(url: "http://a.mp4/b.\(fileExtension)?c.gif#d.ogg"), kind)
        }
        XCTAssertEqual(RichMedia.Kind(url: "http://a.mp4/b"), .photo)
        XCTAssertEqual(RichMedia.Kind(url: ""), .photo)
    }

    func testHTMLBlocks() {
        check(
            "<details open>\n<summary>More</summary>\n\n<p>a</p><p>b</p>\n</details>\n\n<footer>f</footer>\n<a name=\"x\"></a>",
            [
                .details([.paragraph("a"), .paragraph("b")], title: "More", isOpen: true), .footer("f"), .anchor("x"),
            ])
        check("<!-- a\n\nb -->\nc", [.paragraph("c")])
    }

    func testFootnotesAreSkipped() {
        check("a[^1]\n\n[^1]: note\n\nb", [.paragraph("a[^1]"), .paragraph("b")])
    }

    func testInlineText() {
        func check(_ markdown: String, _ text: RichText, line: UInt = #line) {
            XCTAssertEqual(RichText(markdown: markdown), text, line: line)
        }
        check("**b** __b__ *i* _i_", .concat([.bold("b"), " ", .bold("b"), " ", .italic("i"), " ", .italic("i")]))
        check(
            "~~s~~ ||p|| ==m== `c*`",
            .concat([.strikethrough("s"), " ", .spoiler("p"), " ", .marked("m"), " ", .fixed("c*")]))
        check("***x***", .bold(.italic("x")))
        check("snake_case_name 2 * 3 * 4 a ** b", "snake_case_name 2 * 3 * 4 a ** b")
        check("$x^2$ from $5 to $6", .concat([.math("x^2"), " from $5 to $6"]))
        check("**open \\*x\\*", "**open *x*")
        check("[a *b*](http://c.d) [x]", .concat([.link(.concat(["a ", .italic("b")]), url: "http://c.d"), " [x]"]))
        check(
            "[a](mailto:b@c.d) [e](tel:+1) [f](tg://user?id=7)",
            .concat([
                .email("a", address: "b@c.d"), " ", .phone("e", number: "+1"), " ", .mention("f", userID: 7),
            ]))
        check("![22:45](tg://time?unix=5&format=t)", .date("22:45", FormattedDate(unixTime: 5, format: .shortTime)))
        check(
            "<u>u</u> H<sub>2</sub>O x<sup>2</sup> <mark>m</mark> <ins>i</ins> <tg-spoiler>s</tg-spoiler> &amp; <b",
            .concat([
                .underline("u"), " H", .subscript("2"), "O x", .superscript("2"), " ", .marked("m"), " ",
                .underline("i"), " ",
                .spoiler("s"), " & <b",
            ]))
    }

    func testHTMLDocument() {
        let html = """
            <h1>Title</h1>
            <p>Some   <b>bold</b>
              text<br>next</p>
            loose
            <ul><li>one<li><input type="checkbox" checked>two<ul><li>deep</ul></ul>
            <ol start="3" reversed type="a"><li value="9">x</ol>
            <table bordered striped><caption>T</caption><tr><th align="center">h<td colspan=2>c</table>
            <figure><img src="a.jpg" spoiler><figcaption>cap<cite>me</cite></figcaption></figure>
            <tg-collage><img src="a.jpg"><video src="b.mp4"></video></tg-collage>
            <aside>wise<cite>who</cite></aside><blockquote expandable>q<cite>c</cite></blockquote>
            <tg-map lat="1.5" long="2" zoom="3"></tg-map><tg-math-block>x < y</tg-math-block>
            <pre><code class="language-c">
            int x;
            </code></pre><hr>
            """
        let item = { (text: RichText) in RichListItem([.paragraph(text)]) }
        XCTAssertEqual(
            RichDocument(html: html).blocks,
            [
                .heading("Title", level: 1), .paragraph(.concat(["Some ", .bold("bold"), " text\nnext"])),
                .paragraph("loose"),
                .list([item("one"), RichListItem([.paragraph("two"), .list([item("deep")])], isDone: true)]),
                .orderedList(
                    RichOrderedList([RichListItem([.paragraph("x")], value: 9)], start: 3, isReversed: true, type: "a")),
                .table(
                    RichTable(
                        [[RichTable.Cell("h", isHeader: true, alignment: .center), RichTable.Cell("c", columns: 2)]],
                        title: "T", isBordered: true, isStriped: true)),
                .media(RichMedia(.photo, url: "a.jpg", caption: RichCaption("cap", credit: "me"), isSpoiler: true)),
                .collage(
                    [.media(RichMedia(.photo, url: "a.jpg")), .media(RichMedia(.video, url: "b.mp4"))],
                    caption: RichCaption()),
                .pullQuote("wise", caption: "who"),
                .quote(RichQuote([.paragraph("q")], caption: "c", isCollapsed: true)),
                .map(RichMap(latitude: 1.5, longitude: 2, zoom: 3)), .math("x < y"),
                .preformatted("int x;\n", language: "c"), .divider,
            ])
    }
}
