// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

/// The object that the client encrypts for the server's RSA key: `P_Q_inner_data`.
///
/// It holds the secret `new_nonce`, so it does not pass through the generated types, whose fields are arrays.
struct InnerData: Sendable {
    let pq: [UInt8]
    let p: [UInt8]
    let q: [UInt8]
    let nonces: ExchangeNonces
    let newNonce: SecureBytes
    /// The data centre that the client means; old clients do not tell it.
    let dataCenter: Int32?
    /// The life of a temporary key in seconds; `nil` for a permanent one.
    let expiresIn: Int32?

    static let newNonceByteCount = 32

    /// Writes the object in one of the two forms that name the data centre, which are the only ones a client may send.
    static func serialize(
        pq: [UInt8], p: [UInt8], q: [UInt8], nonces: ExchangeNonces, newNonce: SecureBytes,
        dataCenter: ProxyDataCenter, kind: KeyExchangeRequest.Kind
    ) -> SecureBytes {
        var head = TLWriter()
        var tail = TLWriter()
        tail.int32(Int32(dataCenter.rawValue))
        switch kind {
        case .permanent:
            head.uint32(TL.PQInnerData.Dc.constructorID)
        case .temporary(let expiresIn):
            head.uint32(TL.PQInnerData.TempDc.constructorID)
            tail.int32(expiresIn)
        }
        for number in [pq, p, q] { head.bytes(number) }
        head.int128(nonces.client)
        head.int128(nonces.server)
        return head.withBytes { head in
            tail.withBytes { tail in SecureBytes(joining: head, newNonce, tail) }
        }
    }

    /// Reads an object of any of the four forms from the start of decrypted bytes.
    ///
    /// - Parameter bytes: The object and its padding.
    /// - Throws: `TLError` if there is no such object.
    /// - Returns: The object, and how many bytes it takes.
    static func read(from bytes: SecureBytes) throws(TLError) -> (data: Self, byteCount: Int) {
        let result = bytes.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in try read(&reader, in: buffer) }
        }
        return try result.get()
    }

    private static func read(
        _ reader: inout TLReader, in buffer: UnsafeRawBufferPointer
    ) throws(TLError) -> (data: Self, byteCount: Int) {
        let id = try reader.uint32()
        let (namesDataCenter, isTemporary) =
            switch id {
            case TL.PQInnerData.Dc.constructorID: (true, false)
            case TL.PQInnerData.TempDc.constructorID: (true, true)
            case TL.PQInnerData.PQInnerData.constructorID: (false, false)
            case TL.PQInnerData.Temp.constructorID: (false, true)
            default: throw reader.unexpectedConstructor(id, of: "P_Q_inner_data")
            }
        let (pq, p, q) = (try reader.bytes(), try reader.bytes(), try reader.bytes())
        let nonces = ExchangeNonces(client: try reader.int128(), server: try reader.int128())
        // The secret goes from buffer to buffer; the reader only moves behind it.
        let start = reader.offset
        _ = try (reader.int64(), reader.int64(), reader.int64(), reader.int64())
        let newNonce = SecureBytes(copying: UnsafeRawBufferPointer(rebasing: buffer[start..<reader.offset]))
        let data = Self(
            pq: pq, p: p, q: q, nonces: nonces, newNonce: newNonce,
            dataCenter: namesDataCenter ? try reader.int32() : nil, expiresIn: isTemporary ? try reader.int32() : nil)
        return (data, reader.offset)
    }
}
