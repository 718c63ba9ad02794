// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import CFerogramOpenSSL

/// Whom a TLS client trusts, and what it speaks: TLS 1.2 and newer.
///
/// `@unchecked Sendable` is right because nothing here changes the `SSL_CTX` after the initialiser, which is what OpenSSL asks
/// of those who share one between threads. What OpenSSL itself changes in it (the count of references, statistics, the store of
/// certificates, to which verifying may add some of the system's) it guards by atomics and locks; a client's context keeps no
/// sessions.
package final class TLSContext: @unchecked Sendable {
    /// Whose certificates are trusted.
    package enum Trust: Sendable {
        /// Those that the system trusts.
        case system
        /// These alone, in PEM form.
        case certificates(pem: String)
    }

    let pointer: OpaquePointer

    /// Creates a context.
    ///
    /// - Parameter trust: Whose certificates are trusted.
    /// - Throws: ``HTTPError`` if the certificates cannot be read.
    package init(trusting trust: Trust = .system) throws(HTTPError) {
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(TLS_client_method()) else { throw HTTPError(.tls, TLSSession.reason()) }
        self.pointer = pointer
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        guard ferogram_ssl_ctx_set_oldest_version(pointer) == 1 else { throw HTTPError(.tls, TLSSession.reason()) }
        switch trust {
        case .system:
            guard SSL_CTX_set_default_verify_paths(pointer) == 1 else { throw HTTPError(.tls, TLSSession.reason()) }
        case .certificates(let pem):
            try Self.add(pem, to: pointer)
        }
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private static func add(_ pem: String, to context: OpaquePointer) throws(HTTPError) {
        let bytes = Array(pem.utf8)
        // OpenSSL reads from memory of its own: a view of the array would be good for one call alone.
        guard let bio = BIO_new(BIO_s_mem()) else { throw HTTPError(.tls, TLSSession.reason()) }
        defer { BIO_free(bio) }
        guard bytes.isEmpty || BIO_write(bio, bytes, Int32(clamping: bytes.count)) == bytes.count else {
            throw HTTPError(.tls, "out of memory")
        }
        var count = 0
        while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) {
            defer { X509_free(certificate) }
            guard X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate) == 1 else {
                throw HTTPError(.certificate, TLSSession.reason())
            }
            count += 1
        }
        // The end of the text counts as an error in OpenSSL's list.
        ERR_clear_error()
        guard count > 0 else { throw HTTPError(.certificate, "no certificate in the text") }
    }
}
