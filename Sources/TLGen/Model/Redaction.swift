// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which fields descriptions must hide, decided by their names.
enum Redaction {
    private static let secretNames: Set<String> = [
        "code", "codes", "phone_code", "match_code", "match_codes", "gift_code_slug", "file_reference", "phone_number",
        "email", "new_nonce", "encryption_iv", "m1", "new_password_hash",
    ]

    private static let secretEndings: Set<String> = [
        "token", "tokens", "password", "hash", "hashes", "key", "keys", "secret", "phone", "phones",
    ]

    /// Whether a field carries something that must not reach a log.
    static func isSecret(field: String, type: FieldType, definition: String) -> Bool {
        let name = field.lowercased()
        let ending = name.split(separator: "_").last.map(String.init) ?? name
        if ending == "token" || ending == "tokens" { return type != .bool }
        guard type.isPrimitive, type != .bool, type != .double, !name.hasPrefix("public_") else { return false }
        if definition.hasPrefix("auth."), type == .bytes { return true }
        // Integer codes are error codes; only text carries login codes.
        if name == "code", type == .int32 { return false }
        return secretNames.contains(name) || secretEndings.contains(ending)
    }
}
