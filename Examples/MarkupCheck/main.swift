// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import Foundation

// Reads markup for comparison with other implementations: each line of the input is a JSON object
// {"dialect": …, "input": …}, each line of the output what came of it. The dialects are those of MarkupDialect, and
// "detection" for plain text, "normalized" for a coded FormattedText, "tokens" for HTML.

struct Question: Decodable {
    let dialect: String
    let input: String
    let entities: [MessageEntity]?
}

struct Answer: Encodable {
    var text: FormattedText?
    var error: String?
    var tokens: [[String]]?
}

func answer(_ question: Question) -> Answer {
    switch question.dialect {
    case "detection": return Answer(text: FormattedText(question.input).detectingEntities())
    case "normalized":
        return Answer(text: FormattedText(question.input, entities: question.entities ?? []).normalized())
    case "tokens": return Answer(tokens: HTMLTokens.list(question.input))
    default:
        guard let dialect = MarkupDialect(rawValue: question.dialect) else { return Answer(error: "no such dialect") }
        do throws(MarkupError) {
            return Answer(text: try FormattedText(parsing: question.input, as: dialect))
        } catch {
            return Answer(error: error.description)
        }
    }
}

let encoder = JSONEncoder()
encoder.outputFormatting = .withoutEscapingSlashes
let decoder = JSONDecoder()
while let line = readLine() {
    let question = try decoder.decode(Question.self, from: Data(line.utf8))
    print(String(decoding: try encoder.encode(answer(question)), as: UTF8.self))
}
