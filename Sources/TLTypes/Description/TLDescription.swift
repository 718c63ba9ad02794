// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TL {
    /// Describes a value of the schema: the constructors' names, the fields that are present, secrets hidden.
    ///
    /// Tokens, codes, phone numbers, passwords, hashes, keys, secrets and file references show as `<redacted>`; the
    /// numbers named `hash`, which stand for a list or for a session of the account, do not.
    ///
    /// - Parameter value: A value of a boxed type, the fields of a constructor, or a function.
    /// - Returns: One line of text.
    public static func description(of value: some Sendable) -> String {
        var description = TLDescription()
        description.write(value)
        return description.text
    }
}

/// The fields of a constructor that has so many that they live in an object.
///
/// Printing a value shows the fields that are present.
public protocol TLStoredFields: Sendable, TextOutputStreamable {}

extension TLStoredFields {
    /// Writes a description: the type's name and the fields that are present, secrets hidden.
    ///
    /// - Parameter target: Where to write.
    public func write(to target: inout some TextOutputStream) {
        target.write(TL.description(of: self))
    }
}

extension TLBoxed {
    /// Writes a description: the constructors' names in the schema, the fields that are present, secrets hidden.
    ///
    /// - Parameter target: Where to write.
    public func write(to target: inout some TextOutputStream) {
        target.write(TL.description(of: self))
    }
}

/// One path through reflection that serves every type, so that descriptions add next to no code to generated types.
private struct TLDescription {
    private(set) var text = ""
    private var depth = 0

    /// Byte strings up to this length are shown in full, longer ones by their first bytes and their length.
    private static let shownBytes = 32
    /// Decoded values are never nested so deep; values built by hand might be.
    private static let maximumDepth = 100

    mutating func write(_ value: Any) {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth {
            text += "…"
            return
        }
        switch value {
        case let value as String: text += value.debugDescription
        case let value as [UInt8]: writeBytes(value)
        case let value as TL.Int128: writeBytes(value.bytes)
        case let value as TL.Int256: writeBytes(value.bytes)
        case let value as TLRawObject: writeBytes(value.bytes)
        case let value as TLRawFunction: writeBytes(value.bytes)
        case let value as any TLBoxed: writeBoxed(value)
        case let value as any TLFunction:
            writeFields(of: Mirror(reflecting: value), name: name(of: type(of: value).constructorID))
        default: writeOther(value)
        }
    }

    private mutating func writeBoxed(_ value: any TLBoxed) {
        let mirror = TLRedaction.mirror(reflecting: value)
        let fields =
            mirror.displayStyle == .enum
            ? mirror.children.first.map { TLRedaction.mirror(reflecting: $0.value) } : mirror
        writeFields(of: fields ?? Mirror(value, children: []), name: name(of: value.constructorID))
    }

    private mutating func writeFields(of mirror: Mirror, name: String) {
        text += name
        var isFirst = true
        for (label, value) in mirror.children {
            guard let shown = Self.shown(value) else { continue }
            text += isFirst ? "(" : ", "
            isFirst = false
            if let label { text += label + ": " }
            write(shown)
        }
        if !isFirst { text += ")" }
    }

    private mutating func writeOther(_ value: Any) {
        let mirror = TLRedaction.mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection:
            text += "["
            for (index, element) in mirror.children.enumerated() {
                if index > 0 { text += ", " }
                write(element.value)
            }
            text += "]"
        case .struct where !mirror.children.isEmpty:
            writeFields(of: mirror, name: String(describing: type(of: value)))
        default:
            text += String(describing: value)
        }
    }

    private mutating func writeBytes(_ bytes: [UInt8]) {
        text += "0x"
        for byte in bytes.prefix(Self.shownBytes) {
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        if bytes.count > Self.shownBytes { text += "… (\(bytes.count) bytes)" }
    }

    /// The value to show, or `nil` for a field that is absent or a flag that is not set.
    private static func shown(_ value: Any) -> Any? {
        if let flag = value as? Bool { return flag ? flag : nil }
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value
    }

    private func name(of id: UInt32) -> String {
        TL.name(ofConstructor: id) ?? "0x" + hexDigits(id)
    }
}
