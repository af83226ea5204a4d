def before(a):
    return load(a)


def half(a
    return load(a


class After:
    x = = 1

    def method(self):
        return self.x
