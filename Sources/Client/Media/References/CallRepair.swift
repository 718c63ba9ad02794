// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A call that was written already, so that single files in it can be named anew.
struct WrittenCall<Function: TLFunction>: TLFunction {
    typealias Response = Function.Response

    static var constructorID: UInt32 { Function.constructorID }

    let bytes: [UInt8]

    func encode(into writer: inout TLWriter) {
        writer.raw(bytes)
    }
}

/// The files that a call names, found in its bytes: that works for all calls of the schema alike.
enum NamedFiles {
    /// A photo or a document, and where its reference stands.
    struct Reference {
        let key: FileKey
        /// The bytes of the TL string, padding included.
        let range: Range<Int>
    }

    private static let photoID = TL.InputPhoto.InputPhoto.constructorID
    private static let documentID = TL.InputDocument.InputDocument.constructorID
    private static let fileID = TL.InputFile.InputFile.constructorID
    private static let bigFileID = TL.InputFile.Big.constructorID

    /// Finds photos and documents.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - isKnown: Whether there is a file of a number; other bytes may look like one.
    /// - Returns: What was found, in the order of the call.
    static func references(in call: [UInt8], isKnown: (FileKey) -> Bool) -> [Reference] {
        var found: [Reference] = []
        var offset = 0
        while offset + 24 <= call.count {
            defer { offset += 4 }
            let id = word(call, at: offset)
            guard id == photoID || id == documentID else { continue }
            let key = FileKey(kind: id == photoID ? .photo : .document, id: long(call, at: offset + 4))
            let start = offset + 20
            guard isKnown(key), let length = stringLength(call, at: start) else { continue }
            found.append(Reference(key: key, range: start..<start + length))
        }
        return found
    }

    /// Finds the numbers of uploaded files.
    static func uploads(in call: [UInt8]) -> [Int64] {
        var found: [Int64] = []
        var offset = 0
        while offset + 16 <= call.count {
            let id = word(call, at: offset)
            if id == fileID || id == bigFileID { found.append(long(call, at: offset + 4)) }
            offset += 4
        }
        return found
    }

    /// Puts other references in.
    static func replacing(_ references: [(Range<Int>, [UInt8])], in call: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var end = 0
        for (range, reference) in references {
            result += call[end..<range.lowerBound]
            var writer = FileIDWriter()
            writer.write(string: reference)
            result += writer.bytes
            end = range.upperBound
        }
        return result + call[end...]
    }

    private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func long(_ bytes: [UInt8], at offset: Int) -> Int64 {
        Int64(bitPattern: bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// How long a TL string is with its length and its padding; `nil` if it does not fit.
    private static func stringLength(_ bytes: [UInt8], at offset: Int) -> Int? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        var length = Int(first) + 1
        if first == 254 {
            guard offset + 4 <= bytes.count else { return nil }
            length = bytes[offset + 1..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) } + 4
        }
        length = (length + 3) & ~3
        return first != 255 && offset + length <= bytes.count ? length : nil
    }
}
