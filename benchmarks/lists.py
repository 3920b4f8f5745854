def dossier_list():
    return []
