// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why bytes or numbers that came from elsewhere were refused.
///
/// Every check has a code of its own, so that tests and logs can tell which one spoke. The error never carries the bytes
/// concerned; ``detail`` holds sizes and public numbers only.
public struct CryptoError: Error, Hashable, Sendable {
    /// Which check failed.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// What was wrong, as a clause.
        public let description: String
    }

    /// Which check failed.
    public let code: Code
    /// What was found, if that says more than the code.
    public let detail: String?

    init(_ code: Code, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }
}

extension CryptoError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        guard let detail else { return code.description }
        return "\(code) (\(detail))"
    }
}
