// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TL {
    /// The name that the schema gives to an id.
    ///
    /// - Parameter id: The id of a constructor or function.
    /// - Returns: The name with its namespace, or `nil` if the schema has no such id.
    public static func name(ofConstructor id: UInt32) -> String? {
        ConstructorNames.shared.names[id]
    }

    /// The id that the schema gives to a name.
    ///
    /// - Parameter name: The name of a constructor or function with its namespace, `messages.sendMessage`.
    /// - Returns: The id, or `nil` if the schema has no such name.
    public static func constructorID(named name: String) -> UInt32? {
        ConstructorNames.shared.ids[name]
    }
}

/// The names of all definitions, read from the generated table when one is first asked for.
private struct ConstructorNames {
    static let shared = ConstructorNames()

    let names: [UInt32: String]
    let ids: [String: UInt32]

    init() {
        var names: [UInt32: String] = [:]
        var ids: [String: UInt32] = [:]
        let text = constructorNameTable.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        for line in text.split(separator: "\n") {
            guard let id = UInt32(line.prefix(8), radix: 16) else { continue }
            let name = String(line.dropFirst(9))
            names[id] = name
            ids[name] = id
        }
        self.names = names
        self.ids = ids
    }
}

/// Eight hexadecimal digits.
func hexDigits(_ id: UInt32) -> String {
    let digits = String(id, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
