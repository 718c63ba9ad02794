// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// The layer before the schema's, which clients may speak too.
///
/// Three functions and two types differ. The functions are read into those of the schema; the types are written as the
/// earlier layer has them, without the entities that it does not know.
enum EarlierLayer {
    static let number: Int32 = 229

    // auth.initFirebasePnvLogin, bots.checkUsername and bots.setCustomVerification, then and now.
    private static let initFirebasePnvLogin: (UInt32, UInt32) = (0x777D_F37A, 0x644F_15C0)
    private static let checkUsername: (UInt32, UInt32) = (0x87F2_219B, 0xE3AC_4C61)
    private static let setCustomVerification: (UInt32, UInt32) = (0x8B89_DFBD, 0xF494_6757)

    // Types then and now.
    private static let botVerification: (UInt32, UInt32) = (0xF93C_D45C, 0xF72E_0ED9)
    private static let botVerifierSettings: (UInt32, UInt32) = (0xB0CD_6617, 0xA12A_EFFF)
    private static let textWithEntities: UInt32 = 0x751F_3146
    private static let vector: UInt32 = 0x1CB5_C415

    private static func bytes(of number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    // MARK: Calls

    /// A call as the schema has it, `nil` if it is none that has changed.
    static func upgraded(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let rest = body.dropFirst(4)
        switch body.uint32(at: body.startIndex) {
        // A flags word was put in front.
        case initFirebasePnvLogin.0: return (bytes(of: initFirebasePnvLogin.1) + [0, 0, 0, 0] + rest)[...]
        case checkUsername.0: return (bytes(of: checkUsername.1) + [0, 0, 0, 0] + rest)[...]
        case setCustomVerification.0: return (bytes(of: setCustomVerification.1) + rest)[...]
        default: return nil
        }
    }

    /// The call with its last argument, a string, as a text with entities.
    ///
    /// - Parameters:
    ///   - body: A call that ``upgraded(_:)`` gave.
    ///   - place: Where the text is expected.
    /// - Returns: The call, or `nil` if there is no such argument.
    static func upgradingText(of body: ArraySlice<UInt8>, at place: Int) -> ArraySlice<UInt8>? {
        guard body.uint32(at: body.startIndex) == setCustomVerification.1 else { return nil }
        let start = body.startIndex + place
        guard start <= body.endIndex else { return nil }
        return (body[..<start] + bytes(of: textWithEntities) + body[start...] + bytes(of: vector) + [0, 0, 0, 0])[...]
    }

    // MARK: Answers

    /// An answer as the earlier layer has it.
    static func downgraded(_ object: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var taken = 0
        var index = 0
        // All objects begin at a multiple of four bytes.
        while index <= object.count - 4 {
            guard let (old, count) = earlierForm(at: index, in: object) else {
                index += 4
                continue
            }
            result += object[taken..<index]
            result += old
            index += count
            taken = index
        }
        return taken == 0 ? object : result + object[taken...]
    }

    /// The earlier form of the object at a place, and how many bytes its form in the schema takes.
    private static func earlierForm(at index: Int, in object: [UInt8]) -> (old: [UInt8], count: Int)? {
        switch object[...].uint32(at: index) {
        case botVerification.1:
            guard let value = read(TL.BotVerification.self, at: index, in: object) else { return nil }
            let fields = TLRawFields { writer in
                writer.int64(value.botID)
                writer.int64(value.icon)
                writer.string(value.description.text)
            }
            return form(botVerification.0, fields, of: value)
        case botVerifierSettings.1:
            guard let value = read(TL.BotVerifierSettings.self, at: index, in: object) else { return nil }
            let fields = TLRawFields { writer in
                let flags: Int32 =
                    (value.customDescription == nil ? 0 : 1) | (value.canModifyCustomDescription ? 2 : 0)
                writer.int32(flags)
                writer.int64(value.icon)
                writer.string(value.company)
                if let text = value.customDescription?.text { writer.string(text) }
            }
            return form(botVerifierSettings.0, fields, of: value)
        default:
            return nil
        }
    }

    private static func read<Value: TLDecodable>(_ type: Value.Type, at index: Int, in object: [UInt8]) -> Value? {
        object[index...].withUnsafeBytes { bytes in
            try? TLReader.read(buffer: bytes) { (reader) throws(TLError) in try Value(from: &reader) }.get()
        }
    }

    private static func form(
        _ id: UInt32, _ fields: TLRawFields, of value: some TLEncodable
    ) -> (old: [UInt8], count: Int)? {
        guard let fields = try? fields.encoded(), let present = try? value.encoded() else { return nil }
        return (bytes(of: id) + fields, present.count)
    }
}

/// Fields without a constructor.
private struct TLRawFields: TLEncodable {
    let write: @Sendable (inout TLWriter) -> Void

    init(_ write: @escaping @Sendable (inout TLWriter) -> Void) {
        self.write = write
    }

    func encode(into writer: inout TLWriter) { write(&writer) }
}
