// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

/// Writes calls as JSON, field by field, without their secrets.
struct CallJSON {
    private let digests: RecordingDigests
    private var text = ""
    private var depth = 0

    /// Byte strings up to this length are shown in full unless they are secret.
    private static let shownBytes = 64
    /// Calls that could be read are never nested so deep.
    private static let maximumDepth = 100

    init(digests: RecordingDigests) {
        self.digests = digests
    }

    mutating func line(_ call: RecordedCall) -> String {
        text = "{\"method\":"
        string(call.method)
        text += ",\"wrappers\":"
        array(call.wrappers)
        text += ",\"account\":" + (call.account.map(String.init) ?? "null")
        text += ",\"dc\":\(call.dataCenter),\"layer\":" + (call.layer.map { String($0) } ?? "null")
        text += ",\"arguments\":"
        if let function = try? TLFunctionTable.read(call.bytes[...]) {
            fields(of: Mirror(reflecting: function), name: nil)
        } else {
            text += "null"
        }
        return text + "}"
    }

    private mutating func write(_ value: Any) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return text += "null" }
        switch value {
        case let hidden as TLRedaction.Hidden: digest(of: hidden.value)
        case let value as String: string(value)
        case let value as Bool: text += value ? "true" : "false"
        case let value as Int32: text += String(value)
        case let value as Int64: text += String(value)
        case let value as Double: text += value.isFinite ? String(value) : "null"
        // An empty list of anything could be taken for one of bytes.
        case let bytes as [UInt8] where type(of: value) == [UInt8].self: self.bytes(bytes)
        case let value as TL.Int128: bytes(value.bytes)
        case let value as TL.Int256: bytes(value.bytes)
        case let value as TLRawObject: bytes(value.bytes)
        case let value as TLRawFunction: bytes(value.bytes)
        case let value as any TLBoxed: boxed(value)
        default:
            let mirror = TLRedaction.mirror(reflecting: value)
            if mirror.displayStyle == .collection {
                array(mirror.children.map(\.value))
            } else {
                fields(of: mirror, name: nil)
            }
        }
    }

    private mutating func boxed(_ value: any TLBoxed) {
        let mirror = TLRedaction.mirror(reflecting: value)
        let content =
            mirror.displayStyle == .enum
            ? mirror.children.first.map { TLRedaction.mirror(reflecting: $0.value) } : mirror
        fields(
            of: content ?? Mirror(value, children: []), name: TL.name(ofConstructor: value.constructorID) ?? "?")
    }

    /// Writes an object; optional fields that are absent do not appear.
    private mutating func fields(of mirror: Mirror, name: String?) {
        text += "{"
        var isFirst = true
        if let name {
            text += "\"_\":"
            string(name)
            isFirst = false
        }
        for (label, value) in mirror.children {
            guard let label, let present = Self.present(value) else { continue }
            if !isFirst { text += "," }
            isFirst = false
            string(label)
            text += ":"
            write(present)
        }
        text += "}"
    }

    private static func present(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }

    private mutating func array(_ values: [Any]) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            write(value)
        }
        text += "]"
    }

    /// Writes what stands for a secret; that there is none is no secret.
    private mutating func digest(of value: Any) {
        switch value {
        case let value as String: value.isEmpty ? string("") : string(digests.digest(of: Array(value.utf8)))
        case let value as [UInt8]: value.isEmpty ? string("") : string(digests.digest(of: value))
        case let value as Int32: value == 0 ? (text += "0") : digest(ofBytesOf: Int64(value))
        case let value as Int64: value == 0 ? (text += "0") : digest(ofBytesOf: value)
        case let value as TL.Int128: string(digests.digest(of: value.bytes))
        case let value as TL.Int256: string(digests.digest(of: value.bytes))
        case let values as [Any]:
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                digest(of: value)
            }
            text += "]"
        default:
            string(digests.digest(of: Array(String(describing: value).utf8)))
        }
    }

    private mutating func digest(ofBytesOf value: Int64) {
        string(digests.digest(of: withUnsafeBytes(of: value.littleEndian) { Array($0) }))
    }

    private mutating func bytes(_ bytes: [UInt8]) {
        guard bytes.count > Self.shownBytes else { return string(Self.hex(bytes)) }
        text += "{\"count\":\(bytes.count),\"digest\":"
        string(digests.digest(of: bytes))
        text += "}"
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private mutating func string(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
