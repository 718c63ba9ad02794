// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport

/// The key pair that the vectors of the key exchange were made with; nobody else uses it.
enum TestKeys {
    static let pkcs1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA1Ny5nmv1VMlbYL6dYj67TYhPqqfD7QtWaz51oh10eFslHqZ7
        lrtcxi+ds9PTg5DyxeAcv/op/7eXzVq5Ts00W/iT43JYxrxVyPuq19exTYAjOjIX
        2R6mejuSVp8sIby7GPaaBdpXYac8BuX+Cu9W1C+3pdWYd5zIJn8zaArX0e4CD2f3
        CcXK+b9fhPgnOaHDzIgHwOzZNBRV6W4aW+TSKHd3AEimCUDYTfkZq4H/mm2JU8xi
        aYInaEx0DpRf1jTszn7e0sS3z+/WpqJyRptwANtTHIuRoRFzIcyp4eCvXz0Q+aGr
        ZbQyRVN/bxby8VePsDsf/GMsjDL13hleGMgzbQIDAQABAoIBAEAsY1GdnpL3ObNL
        BEvQOcvAIrSCa5EVb/JZHEHJu4llgSVib7QbvHaLeHH0lLn/gxGg5UoDc5ICmaNx
        jJhzSSvJH1zc5mLT+NDk/raf8nY5AWXUIFh24x3Kw+2Vg0qQiZ+XCQxmrR1lu7Ug
        tZw6V+UUlbtLT/IPtE/W3XqqejJxj57TgsmBNQ/QK20yt4t1D+Hezeybi0qf+ShB
        EhNSAn/y5eNKPdWsBUfEdYv9dRpFO9WVPbN1FGy3iwwKzk9FF1ZzJP2VqiHYNm9T
        x03mSo0Oc+7frztGT8+zFjD3Kx1DxlxvS3Ok01+bRlFVleJFemfzbw8t9IPHdYtf
        0YvBIMkCgYEA/2ArGtkBOmb+2eQyBnEPZc5RFopv2tDZFweKZ+RWL0p3ICMLRazL
        kStZb+D6Ebar0VIxmv3Or4CaYQCzCtx6klq6p7ZJ6Je17h8UcJSrLycUxr0nP5c6
        3nMeF+rarNemdZVndfv2DimrOpgSICc/qvQV8iRg1rbnRN/L4zkrjFcCgYEA1WHy
        6GiV8FzIuHPjyhmzADnH7mVYyzTHJ95CMxjKSqHP229+gi3x9ih7yCfvsun4u11M
        ej24ZLtOXLS2rHVrzS1uSw4kGzr+lqyvolz/xQtPLXxk46JfDawuvXJ7470dO5Yd
        jLrFVPMReppHWobHN0BHz/oZJKcXloZbaNfa49sCgYBPavvcvJG6NN+aqXG5OR3d
        vjzPcrv4Y6yvkcPELWl0CYdkciGGSIeCHOYSefeq3JEwZoxQtA+72pWoBwynGwvv
        SdH0aCcx80Q7ymST4lgeMNwwNhDnoMNI/KnmLD5XNDVrKcxkD7hkjSbX8QTqBOqy
        4neUtyV6gKUJcUO55USavwKBgG0EhQEeZfSOwvISK4AWzzA/VRlEaDAxv8prsHDA
        qqGkuDiJZx4FcUhteIhTdxB2n2DCkw8lN28njyqoHWhQ+YmzO1VXXTUYV/gNNBKE
        5xv54jMACd+PFnc60Ap0Uj2RYj0OPfync6gqI3T7G5dxophk3Auy4GOshs2dyVfw
        aGHfAoGBALfkVNB2ccbPQOHsktAg1uR03Vknz2uLVJpWtd4K2g7vnxUOjBjoQ/u0
        o974fKLfOn0BvzSgOS29VnHFLf/jGCzkzT1M3uTDJgW2QGNBxWmuIJMGQlywYZNG
        WGQ+9VM6/00F4uBINEz0yo4bzfjgtcasD60CJLSf5CwQYEhjRVeT
        -----END RSA PRIVATE KEY-----
        """

    static let pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDU3Lmea/VUyVtg
        vp1iPrtNiE+qp8PtC1ZrPnWiHXR4WyUepnuWu1zGL52z09ODkPLF4By/+in/t5fN
        WrlOzTRb+JPjcljGvFXI+6rX17FNgCM6MhfZHqZ6O5JWnywhvLsY9poF2ldhpzwG
        5f4K71bUL7el1Zh3nMgmfzNoCtfR7gIPZ/cJxcr5v1+E+Cc5ocPMiAfA7Nk0FFXp
        bhpb5NIod3cASKYJQNhN+Rmrgf+abYlTzGJpgidoTHQOlF/WNOzOft7SxLfP79am
        onJGm3AA21Mci5GhEXMhzKnh4K9fPRD5oatltDJFU39vFvLxV4+wOx/8YyyMMvXe
        GV4YyDNtAgMBAAECggEAQCxjUZ2ekvc5s0sES9A5y8AitIJrkRVv8lkcQcm7iWWB
        JWJvtBu8dot4cfSUuf+DEaDlSgNzkgKZo3GMmHNJK8kfXNzmYtP40OT+tp/ydjkB
        ZdQgWHbjHcrD7ZWDSpCJn5cJDGatHWW7tSC1nDpX5RSVu0tP8g+0T9bdeqp6MnGP
        ntOCyYE1D9ArbTK3i3UP4d7N7JuLSp/5KEESE1ICf/Ll40o91awFR8R1i/11GkU7
        1ZU9s3UUbLeLDArOT0UXVnMk/ZWqIdg2b1PHTeZKjQ5z7t+vO0ZPz7MWMPcrHUPG
        XG9Lc6TTX5tGUVWV4kV6Z/NvDy30g8d1i1/Ri8EgyQKBgQD/YCsa2QE6Zv7Z5DIG
        cQ9lzlEWim/a0NkXB4pn5FYvSncgIwtFrMuRK1lv4PoRtqvRUjGa/c6vgJphALMK
        3HqSWrqntknol7XuHxRwlKsvJxTGvSc/lzrecx4X6tqs16Z1lWd1+/YOKas6mBIg
        Jz+q9BXyJGDWtudE38vjOSuMVwKBgQDVYfLoaJXwXMi4c+PKGbMAOcfuZVjLNMcn
        3kIzGMpKoc/bb36CLfH2KHvIJ++y6fi7XUx6Pbhku05ctLasdWvNLW5LDiQbOv6W
        rK+iXP/FC08tfGTjol8NrC69cnvjvR07lh2MusVU8xF6mkdahsc3QEfP+hkkpxeW
        hlto19rj2wKBgE9q+9y8kbo035qpcbk5Hd2+PM9yu/hjrK+Rw8QtaXQJh2RyIYZI
        h4Ic5hJ596rckTBmjFC0D7valagHDKcbC+9J0fRoJzHzRDvKZJPiWB4w3DA2EOeg
        w0j8qeYsPlc0NWspzGQPuGSNJtfxBOoE6rLid5S3JXqApQlxQ7nlRJq/AoGAbQSF
        AR5l9I7C8hIrgBbPMD9VGURoMDG/ymuwcMCqoaS4OIlnHgVxSG14iFN3EHafYMKT
        DyU3byePKqgdaFD5ibM7VVddNRhX+A00EoTnG/niMwAJ348WdzrQCnRSPZFiPQ49
        /KdzqCojdPsbl3GimGTcC7LgY6yGzZ3JV/BoYd8CgYEAt+RU0HZxxs9A4eyS0CDW
        5HTdWSfPa4tUmla13graDu+fFQ6MGOhD+7Sj3vh8ot86fQG/NKA5Lb1WccUt/+MY
        LOTNPUze5MMmBbZAY0HFaa4gkwZCXLBhk0ZYZD71Uzr/TQXi4Eg0TPTKjhvN+OC1
        xqwPrQIktJ/kLBBgSGNFV5M=
        -----END PRIVATE KEY-----
        """

    static let publicKeyInfo = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1Ny5nmv1VMlbYL6dYj67
        TYhPqqfD7QtWaz51oh10eFslHqZ7lrtcxi+ds9PTg5DyxeAcv/op/7eXzVq5Ts00
        W/iT43JYxrxVyPuq19exTYAjOjIX2R6mejuSVp8sIby7GPaaBdpXYac8BuX+Cu9W
        1C+3pdWYd5zIJn8zaArX0e4CD2f3CcXK+b9fhPgnOaHDzIgHwOzZNBRV6W4aW+TS
        KHd3AEimCUDYTfkZq4H/mm2JU8xiaYInaEx0DpRf1jTszn7e0sS3z+/WpqJyRptw
        ANtTHIuRoRFzIcyp4eCvXz0Q+aGrZbQyRVN/bxby8VePsDsf/GMsjDL13hleGMgz
        bQIDAQAB
        -----END PUBLIC KEY-----
        """

    static let p = secret(
        """
        ff602b1ad9013a66fed9e43206710f65ce51168a6fdad0d917078a67e4562f4a7720230b45accb912b596fe0fa11b6ab\
        d152319afdceaf809a6100b30adc7a925abaa7b649e897b5ee1f147094ab2f2714c6bd273f973ade731e17eadaacd7a6\
        75956775fbf60e29ab3a981220273faaf415f22460d6b6e744dfcbe3392b8c57
        """)

    static let q = secret(
        """
        d561f2e86895f05cc8b873e3ca19b30039c7ee6558cb34c727de423318ca4aa1cfdb6f7e822df1f6287bc827efb2e9f8\
        bb5d4c7a3db864bb4e5cb4b6ac756bcd2d6e4b0e241b3afe96acafa25cffc50b4f2d7c64e3a25f0dac2ebd727be3bd1d\
        3b961d8cbac554f3117a9a475a86c7374047cffa1924a71796865b68d7dae3db
        """)

    private static func secret(_ hex: String) -> SecureBytes {
        SecureBytes(copying: [UInt8](hex: hex) ?? [])
    }
}
