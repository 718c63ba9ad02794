// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which fields must not reach a log, decided by their names.
package enum SecretFields {
    private static let names: Set<String> = [
        "code", "codes", "phone_code", "match_code", "match_codes", "gift_code_slug", "file_reference", "phone_number",
        "email", "new_nonce", "encryption_iv", "m1", "new_password_hash",
    ]

    private static let endings: Set<String> = [
        "token", "tokens", "password", "hash", "hashes", "key", "keys", "secret", "phone", "phones",
    ]

    private static let primitives: Set<String> = [
        "int", "long", "double", "string", "bytes", "int128", "int256", "Bool",
    ]

    /// Whether a field carries something that must not reach a log.
    package static func isSecret(_ parameter: Parameter, of definition: Definition) -> Bool {
        guard case .value(let type, let flag) = parameter.kind, type.fullName != "true" || flag == nil else {
            return false
        }
        let name = parameter.name.lowercased()
        let ending = name.split(separator: "_").last.map(String.init) ?? name
        if ending == "token" || ending == "tokens" { return type.fullName != "Bool" }
        guard isPrimitive(type), type.fullName != "Bool", type.fullName != "double", !name.hasPrefix("public_") else {
            return false
        }
        if definition.fullName.hasPrefix("auth."), type.fullName == "bytes" { return true }
        // Integer codes are error codes; only text carries login codes.
        if name == "code", type.fullName == "int" { return false }
        // A mere number named so stands for a list that is known already, or for one of the account's own sessions.
        if name == "hash", type.fullName == "int" || type.fullName == "long" { return false }
        return names.contains(name) || endings.contains(ending)
    }

    /// Whether values are numbers, texts or bytes, or vectors of such.
    private static func isPrimitive(_ type: TypeExpression) -> Bool {
        switch type.fullName {
        case "Vector", "vector": type.argument.map(isPrimitive) ?? false
        case let name: primitives.contains(name)
        }
    }
}
