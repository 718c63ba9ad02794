// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL
package import FerogramConnect

/// An authority that signs certificates for the servers of a test, and that nobody else trusts.
///
/// `@unchecked Sendable` is right because nothing is changed after the initialiser.
package final class TestAuthority: @unchecked Sendable {
    /// What is wrong with a certificate.
    package enum Flaw: Sendable {
        case none
        case expired
        case notYetValid
        /// The server signed it itself.
        case selfSigned
    }

    private let key: OpaquePointer
    private let certificate: OpaquePointer

    package init() {
        key = Self.makeKey()
        certificate = Self.makeCertificate(name: "Test authority", key: key, from: -3600, to: 3600)
        Self.add(NID_basic_constraints, "critical,CA:TRUE", to: certificate)
        X509_sign(certificate, key, EVP_sha256())
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    /// The authority's own certificate.
    package var pem: String {
        guard let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        PEM_write_bio_X509(bio, certificate)
        var bytes = [UInt8](repeating: 0, count: Int(BIO_ctrl_pending(bio)))
        BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes a server's side of TLS, with a certificate for a host.
    package func makeServer(host: String, _ flaw: Flaw = .none) throws -> TestTLSServer {
        let key = Self.makeKey()
        defer { EVP_PKEY_free(key) }
        let (from, to) =
            switch flaw {
            case .none, .selfSigned: (-3600, 3600)
            case .expired: (-7200, -3600)
            case .notYetValid: (3600, 7200)
            }
        let certificate = Self.makeCertificate(name: host, key: key, from: from, to: to)
        defer { X509_free(certificate) }
        let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        Self.add(NID_subject_alt_name, (isAddress ? "IP:" : "DNS:") + host, to: certificate)
        if flaw == .selfSigned {
            X509_sign(certificate, key, EVP_sha256())
        } else {
            X509_set_issuer_name(certificate, X509_get_subject_name(self.certificate))
            X509_sign(certificate, self.key, EVP_sha256())
        }
        return TestTLSServer(certificate, key)
    }

    private static func makeKey() -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        EVP_PKEY_keygen_init(context)
        EVP_PKEY_CTX_set_group_name(context, "P-256")
        EVP_PKEY_keygen(context, &key)
        guard let key else { fatalError("OpenSSL makes no key") }
        return key
    }

    private static func makeCertificate(name: String, key: OpaquePointer, from: Int, to: Int) -> OpaquePointer {
        guard let certificate = X509_new() else { fatalError("OpenSSL makes no certificate") }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1 ... .max))
        X509_gmtime_adj(X509_getm_notBefore(certificate), from)
        X509_gmtime_adj(X509_getm_notAfter(certificate), to)
        X509_set_pubkey(certificate, key)
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0)
        X509_set_issuer_name(certificate, subject)
        return certificate
    }

    private static func add(_ name: Int32, _ value: String, to certificate: OpaquePointer) {
        let addition = X509V3_EXT_conf_nid(nil, nil, name, value)
        X509_add_ext(certificate, addition, -1)
        X509_EXTENSION_free(addition)
    }

    private static let MBSTRING_UTF8: Int32 = 0x1000
}

/// A server's certificate and key.
///
/// `@unchecked Sendable` is right because the `SSL_CTX` is not changed after the initialiser.
package final class TestTLSServer: @unchecked Sendable {
    private let context: OpaquePointer

    init(_ certificate: OpaquePointer, _ key: OpaquePointer) {
        guard let context = SSL_CTX_new(TLS_server_method()) else { fatalError("OpenSSL makes no context") }
        SSL_CTX_use_certificate(context, certificate)
        SSL_CTX_use_PrivateKey(context, key)
        self.context = context
    }

    deinit {
        SSL_CTX_free(context)
    }

    /// A session for one client.
    package func makeSession() throws -> TLSSession {
        guard let session = SSL_new(context) else { fatalError("OpenSSL makes no session") }
        SSL_set_accept_state(session)
        return try TLSSession(taking: session)
    }
}
