// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport

/// The RSA key of the servers in these tests.
enum TestKey {
    static let rsa: RSAPrivateKey = {
        var generator = SeededGenerator(seed: 5)
        do {
            return try RSAPrivateKey.generate(using: &generator)
        } catch {
            preconditionFailure("no key: \(error)")
        }
    }()
}
