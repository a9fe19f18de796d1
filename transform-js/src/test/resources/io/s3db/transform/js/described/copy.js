(data) => ({ ...data })
