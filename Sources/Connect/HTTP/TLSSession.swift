// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import CFerogramOpenSSL

/// TLS on bytes in memory, without I/O: whoever uses it carries the bytes to and fro.
package final class TLSSession {
    /// What came of an attempt to read.
    package enum Reading {
        case bytes([UInt8])
        /// More bytes of the peer are needed.
        case blocked
        /// The peer said that this was all.
        case end
    }

    private static let pieceLength = 16 << 10

    private let session: OpaquePointer
    // They belong to the session.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    /// Takes over a session of OpenSSL that has no peer yet.
    ///
    /// - Parameter session: The session, which is freed with this object.
    /// - Throws: ``HTTPError`` if there is no memory left.
    package init(taking session: OpaquePointer) throws(HTTPError) {
        let (incoming, outgoing) = (BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()))
        guard let incoming, let outgoing else {
            BIO_free(incoming)
            BIO_free(outgoing)
            SSL_free(session)
            throw HTTPError(.tls, "out of memory")
        }
        _ = ferogram_bio_set_end(incoming)
        SSL_set_bio(session, incoming, outgoing)
        self.session = session
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Creates a client's session.
    ///
    /// - Parameters:
    ///   - context: Whom to trust.
    ///   - host: The name or address that must stand in the server's certificate.
    /// - Throws: ``HTTPError`` if no certificate could have such a host in it.
    convenience init(client context: TLSContext, host: String) throws(HTTPError) {
        ERR_clear_error()
        guard let session = SSL_new(context.pointer) else { throw HTTPError(.tls, Self.reason()) }
        try self.init(taking: session)
        SSL_set_connect_state(session)
        let protocols = [8] + Array("http/1.1".utf8)
        SSL_set_alpn_protos(session, protocols, UInt32(protocols.count))
        let isBound: Int32
        if host.isEmpty {
            // OpenSSL takes an empty name for the wish to check none.
            isBound = 0
        } else if NumericAddress(host) == nil {
            isBound = SSL_set1_host(session, host) & ferogram_ssl_set_server_name(session, host)
            SSL_set_hostflags(session, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        } else {
            isBound = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host)
        }
        // Without the name the certificate would be anybody's.
        guard isBound == 1 else { throw HTTPError(.url) }
    }

    deinit {
        SSL_free(session)
    }

    /// Takes bytes that the peer sent.
    package func receive(_ bytes: [UInt8]) throws(HTTPError) {
        guard !bytes.isEmpty else { return }
        guard BIO_write(incoming, bytes, Int32(clamping: bytes.count)) == bytes.count else {
            throw HTTPError(.tls, "out of memory")
        }
    }

    /// Takes the bytes that are to be sent to the peer.
    package func takeOutput() -> [UInt8] {
        let count = BIO_ctrl_pending(outgoing)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(clamping: count))))
        }
    }

    /// Goes on with the handshake.
    ///
    /// - Returns: Whether it is over.
    /// - Throws: ``HTTPError`` if it failed, with the code ``HTTPError/Code/certificate`` if the certificate is the reason.
    package func handshake() throws(HTTPError) -> Bool {
        ERR_clear_error()
        let result = SSL_do_handshake(session)
        if result == 1 { return true }
        guard SSL_get_error(session, result) == SSL_ERROR_WANT_READ else { throw failure() }
        return false
    }

    /// Encrypts bytes.
    package func write(_ bytes: [UInt8]) throws(HTTPError) {
        guard !bytes.isEmpty else { return }
        ERR_clear_error()
        // Memory is always ready for writing, so all is taken at once.
        guard SSL_write(session, bytes, Int32(clamping: bytes.count)) == bytes.count else { throw failure() }
    }

    /// Decrypts what has come.
    package func read() throws(HTTPError) -> Reading {
        ERR_clear_error()
        var result: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { buffer, initialized in
            result = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
            initialized = max(0, Int(result))
        }
        if result > 0 { return .bytes(bytes) }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: return .blocked
        case SSL_ERROR_ZERO_RETURN: return .end
        default: throw failure()
        }
    }

    /// Says that nothing more will be written.
    package func end() {
        ERR_clear_error()
        _ = SSL_shutdown(session)
    }

    private func failure() -> HTTPError {
        let verdict = SSL_get_verify_result(session)
        guard verdict != Int(X509_V_OK) else { return HTTPError(.tls, Self.reason()) }
        return HTTPError(.certificate, X509_verify_cert_error_string(verdict).map { String(cString: $0) })
    }

    /// What OpenSSL says about the last error of this thread.
    static func reason() -> String? {
        ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
    }
}
