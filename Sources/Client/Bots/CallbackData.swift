// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A value that a button carries, packed into 64 bytes at most.
///
///     enum Vote: CallbackData {
///         case yes(poll: Int)
///         case no(poll: Int)
///     }
///     .callback("Yes", Vote.yes(poll: 12))     // 7 bytes
///
/// Cases are written by name and values by place. Cases may be added, removed and put in another order; an optional value may be
/// added at the end, and is `nil` in old buttons. A case that has another name now, or a value of another type, makes old buttons
/// outdated. Names get shorter with `CodingKeys`.
public protocol CallbackData: Codable, Sendable {
    /// What tells this kind of data from others; by default the type's name. With another one, buttons that were sent are of no
    /// kind any more.
    static var callbackTag: String { get }
}

extension CallbackData {
    /// What the data begins with: by default the name of the type.
    public static var callbackTag: String { String(describing: Self.self) }
}

/// Why a value cannot be put into a button, or cannot be read from one.
public enum CallbackDataError: Error, Hashable {
    /// The value takes more than 64 bytes.
    case tooLong(type: String, bytes: Int)
    /// The button was made by another version of the program.
    case outdated(String)
    /// There is no packed form of such a value.
    case unsupported(String)
}

extension CallbackDataError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .tooLong(let type, let bytes): "\(type) takes \(bytes) bytes; a button carries at most 64"
        case .outdated(let reason): "the button was made by another version of the program: \(reason)"
        case .unsupported(let what): "a button cannot carry \(what)"
        }
    }
}

extension CallbackData {
    /// How many bytes a button carries at most; see core.telegram.org/bots/api.
    private static var capacity: Int { 64 }

    /// The first two bytes: the tag, folded.
    static var callbackPrefix: [UInt8] {
        // FNV-1a, 32 bits folded to 16: the same in every run and on every machine.
        var hash: UInt32 = 0x811C_9DC5
        for byte in callbackTag.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let folded = UInt16(truncatingIfNeeded: hash ^ (hash >> 16))
        return [UInt8(truncatingIfNeeded: folded >> 8), UInt8(truncatingIfNeeded: folded)]
    }

    /// Packs the value.
    ///
    /// - Returns: 2 to 64 bytes.
    /// - Throws: ``CallbackDataError``.
    public func packed() throws(CallbackDataError) -> [UInt8] {
        let encoder = CallbackDataEncoder(Self.callbackPrefix)
        do {
            try encode(to: encoder)
        } catch let error as CallbackDataError {
            throw error
        } catch {
            throw .unsupported("\(error)")
        }
        guard encoder.bytes.count <= Self.capacity else {
            throw .tooLong(type: "\(Self.self)", bytes: encoder.bytes.count)
        }
        return encoder.bytes
    }

    /// Reads a value.
    ///
    /// The result is `nil` if the data is of another kind.
    ///
    /// - Parameter bytes: What a button carried.
    /// - Throws: ``CallbackDataError/outdated(_:)`` if it is of this kind and cannot be read.
    public init?(packed bytes: [UInt8]) throws(CallbackDataError) {
        let prefix = Self.callbackPrefix
        guard bytes.starts(with: prefix) else { return nil }
        let decoder = CallbackDataDecoder(bytes.dropFirst(prefix.count))
        do {
            self = try Self(from: decoder)
        } catch let error as CallbackDataError {
            throw error
        } catch {
            throw .outdated("\(error)")
        }
        guard decoder.bytes.isEmpty else { throw .outdated("\(decoder.bytes.count) bytes are left over") }
    }
}
