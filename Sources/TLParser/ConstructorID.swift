// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The rule that gives a definition its 32-bit id.
///
/// The id is the CRC-32 of the declaration in a normal form: no `#id`, no fields of type `true` behind a
/// flag, blanks for `<` and `>`, no braces, and `string` for `bytes`. See core.telegram.org/mtproto/TL.
enum ConstructorID {
    static func compute(
        name: String, genericParameters: [String], parameters: [Parameter], result: TypeExpression
    ) -> UInt32 {
        var text = name
        for parameter in genericParameters { text += " \(parameter):Type" }
        for parameter in parameters {
            switch parameter.kind {
            case .value(let type, flag: .some) where type.fullName == "true": continue
            case .value(let type, flag: nil): text += " \(parameter.name):\(normalized(type))"
            case .value(let type, flag: .some(let flag)):
                text += " \(parameter.name):\(flag.word).\(flag.bit)?\(normalized(type))"
            case .flagsWord, .count, .repetition: text += " \(parameter)"
            }
        }
        return crc32((text + " = " + normalized(result)).utf8)
    }

    private static func normalized(_ type: TypeExpression) -> String {
        let mark = type.hasPercent ? "%" : type.hasExclamation ? "!" : ""
        if type.fullName == "bytes" { return mark + "string" }
        // Elements keep their name: only a field's own type is replaced.
        return mark + type.fullName + (type.argument.map { " " + elementName($0) } ?? "")
    }

    private static func elementName(_ type: TypeExpression) -> String {
        (type.hasPercent ? "%" : "") + type.fullName + (type.argument.map { " " + elementName($0) } ?? "")
    }

    /// CRC-32 with the reflected polynomial 0xEDB88320, bit by bit: schemas are short.
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 {
                crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320
            }
        }
        return ~crc
    }
}
