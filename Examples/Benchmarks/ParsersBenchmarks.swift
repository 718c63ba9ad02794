// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers

/// How fast markup is read and written, and how long inputs take that are made to be slow.
enum ParsersBenchmarks {
    static var groups: [BenchmarkGroup] { [parsing, writing, processing, adversarial] }

    /// Text as people write it, with some style in each line.
    private static let ordinary: FormattedText = {
        var text = ""
        var entities: [MessageEntity] = []
        func add(_ part: String, _ kind: MessageEntity.Kind? = nil) {
            if let kind { entities.append(MessageEntity(kind, offset: text.utf16.count, length: part.utf16.count)) }
            text += part
        }
        let kinds: [MessageEntity.Kind] = [
            .bold, .italic, .underline, .strikethrough, .code, .textURL("http://example.com/a?b=c"),
        ]
        for index in 0..<900 {
            add("Order \(index): the quick brown fox jumps over the lazy dog, пятнадцать 日本 🙂 and ")
            add("something", kinds[index % kinds.count])
            add(" more that nobody reads to its end. It is here so that the text has an ordinary length\n")
        }
        return FormattedText(text, entities: entities)
    }()

    private static var parsing: BenchmarkGroup {
        BenchmarkGroup("parsers.parse") {
            MarkupDialect.allCases.map { dialect in
                let markup = ordinary.markup(as: dialect)
                return Benchmark("\(dialect)", bytes: markup.utf8.count, countsAllocations: false) {
                    blackHole(try? FormattedText(parsing: opaque(markup), as: dialect))
                }
            }
        }
    }

    private static var writing: BenchmarkGroup {
        BenchmarkGroup("parsers.write") {
            MarkupDialect.allCases.map { dialect in
                Benchmark("\(dialect)", bytes: ordinary.text.utf8.count, countsAllocations: false) {
                    blackHole(opaque(ordinary).markup(as: dialect))
                }
            }
        }
    }

    private static var processing: BenchmarkGroup {
        BenchmarkGroup("parsers.process") {
            let text = ordinary
            let bytes = text.text.utf8.count
            // One character of a megabyte, which no part can hold.
            let endless = FormattedText(String(repeating: "\u{301}", count: 500_000))
            return [
                Benchmark("normalize", bytes: bytes, countsAllocations: false) { blackHole(opaque(text).normalized()) },
                Benchmark("split", bytes: bytes, countsAllocations: false) { blackHole(opaque(text).split()) },
                Benchmark("split one character", bytes: 1_000_000, countsAllocations: false) {
                    blackHole(opaque(endless).split())
                },
                Benchmark("detect", bytes: bytes, countsAllocations: false) {
                    blackHole(opaque(text).detectingEntities(.all))
                },
            ]
        }
    }

    /// A megabyte each; the first is ordinary text of that size.
    private static var adversarial: BenchmarkGroup {
        BenchmarkGroup("parsers.adversarial") {
            let size = 1_000_000
            let units = [
                "ordinary text ", "**", "<b>", "[", "||", ">", "\n>", "`", "```", "```a ", "[](", "![", "<a href='",
                "<a>", "&", "_",
            ]
            return MarkupDialect.allCases.flatMap { dialect in
                units.map { unit in
                    let markup = String(repeating: unit, count: size / unit.utf8.count)
                    return Benchmark("\(dialect) \(unit.debugDescription)", bytes: size, countsAllocations: false) {
                        blackHole(try? FormattedText(parsing: opaque(markup), as: dialect))
                    }
                }
            }
        }
    }
}
