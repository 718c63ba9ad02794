// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// The schema's functions can only be written, since clients never read one; a server reads these three.

/// `req_pq_multi`, or `req_pq` as old clients send it.
struct ReqPQ: TLDecodable {
    let nonce: TL.Int128

    init(from reader: inout TLReader) throws(TLError) {
        let id = try reader.uint32()
        guard id == TL.ReqPqMulti.constructorID || id == TL.ReqPq.constructorID else {
            throw reader.unexpectedConstructor(id, of: "req_pq_multi")
        }
        nonce = try reader.int128()
    }
}

/// `req_DH_params`.
struct ReqDHParams: TLDecodable {
    let nonce: TL.Int128
    let serverNonce: TL.Int128
    let p: [UInt8]
    let q: [UInt8]
    let fingerprint: Int64
    let encryptedData: [UInt8]

    init(from reader: inout TLReader) throws(TLError) {
        let id = try reader.uint32()
        guard id == TL.ReqDHParams.constructorID else { throw reader.unexpectedConstructor(id, of: "req_DH_params") }
        nonce = try reader.int128()
        serverNonce = try reader.int128()
        p = try reader.bytes()
        q = try reader.bytes()
        fingerprint = try reader.int64()
        encryptedData = try reader.bytes()
    }
}

/// `set_client_DH_params`.
struct SetClientDHParams: TLDecodable {
    let nonce: TL.Int128
    let serverNonce: TL.Int128
    let encryptedData: [UInt8]

    init(from reader: inout TLReader) throws(TLError) {
        let id = try reader.uint32()
        guard id == TL.SetClientDHParams.constructorID else {
            throw reader.unexpectedConstructor(id, of: "set_client_DH_params")
        }
        nonce = try reader.int128()
        serverNonce = try reader.int128()
        encryptedData = try reader.bytes()
    }
}
