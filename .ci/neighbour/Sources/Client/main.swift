import FerogramTLTypes

let peer = TL.InputPeer.user(.init(userID: 1, accessHash: 2))
let again = try TL.InputPeer(decoding: try peer.encoded())
guard again.isEncodedEqual(to: peer), TL.layer > 0 else { fatalError("the object did not round-trip") }
print("round-tripped \(again) of layer \(TL.layer)")
